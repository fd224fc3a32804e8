import { LRUCache } from 'lru-cache';
import { DAY_MS } from '#domain/calendar/durations.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { rawCandles } from '#domain/market-data/adjusted-candles.ts';
import type { Candle } from '#domain/market-data/candles.ts';
import { packPast, unpackPast, type PackedPast } from '#domain/market-data/past/packed-past.ts';
import { pastParts, type PastPart } from '#domain/market-data/past/past-candles.ts';
import { pastSessions, type PastSession } from '#domain/market-data/past/past-days.ts';
import type { ExAction } from '#domain/corporate-actions/ex-price.ts';
import { createRandom } from '#platform/random.ts';
import type { WallClock } from '#platform/time/clock.ts';
import type { CandleRange } from '../history/history.ts';
import type { MarketBoard } from '../streams/board.ts';
import type { HistoryLoaders } from './history-loaders.ts';

/** Reads the simulated past of a ticker inside a range: candles from before the broker's first day, oldest first. */
export type ReadPast = (range: CandleRange, loaders: HistoryLoaders) => Promise<readonly Candle[]>;

interface PastSources {
  readonly board: Pick<MarketBoard, 'past'>;
  readonly actionsOf: (ticker: string) => readonly ExAction[];
  readonly calendar: TradingCalendar;
  readonly wallClock: WallClock;
}

/**
 * Creates the reader of the simulated past. The past is computed when it is read and not stored: it costs no time at the first
 * start and no space on the disk, and is the same in both profiles. An imported day replaces the day and its shorter candles.
 */
export function createPastReader({ board, actionsOf, calendar, wallClock }: PastSources): ReadPast {
  /** Those of the newest first day: all instruments of a first start share one. */
  let known: { readonly beforeDay: string; readonly sessions: readonly PastSession[] } | null = null;
  const sessionsBefore = (beforeDay: string): readonly PastSession[] => {
    if (known?.beforeDay !== beforeDay) known = { beforeDay, sessions: pastSessions(beforeDay, calendar) };
    return known.sessions;
  };
  const packedOf = createPartReader(wallClock);
  return async (range, loaders) => {
    const { ticker, interval, limit, isNewest } = range;
    const facts = board.past(ticker);
    if (!facts || limit === 0) return [];
    const fromMs = range.fromMs ?? -Infinity;
    const toMs = range.toMs ?? Infinity;
    const all = pastParts(facts, interval, sessionsBefore(facts.beforeDay), createRandom);
    const parts = all.filter((part) => part.untilMs > fromMs && part.fromMs < toMs);
    const [first] = parts;
    if (!first) return [];
    const imported = await importedDaysSince(ticker, Math.max(fromMs, first.fromMs), loaders);
    const isChosen = (openedAtMs: number): boolean =>
      openedAtMs >= fromMs &&
      openedAtMs < toMs &&
      !imported.some((dayMs) => openedAtMs >= dayMs && openedAtMs < dayMs + DAY_MS);
    let chosen: readonly Candle[] = [];
    for (const part of isNewest ? parts.toReversed() : parts) {
      const packed = await packedOf(`${ticker} ${interval} ${part.fromMs}`, part);
      const candles = unpackPast(packed, { isChosen, limit: limit - chosen.length, isNewest });
      chosen = isNewest ? [...candles, ...chosen] : [...chosen, ...candles];
      if (chosen.length >= limit) break;
    }
    return rawCandles(chosen, actionsOf(ticker), facts.beforeDay);
  };
}

/**
 * Reads parts of the past, which it keeps. A list of instruments may want hundreds of them: each is computed in a turn of its own,
 * between which the work of others comes.
 */
function createPartReader({ turns }: WallClock): (name: string, part: PastPart) => Promise<PackedPast> {
  const known = new LRUCache<string, PackedPast>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ values }) => values.byteLength + 1,
  });
  return async (name, { compute }) => {
    const found = known.get(name);
    if (found) return found;
    await turns.idle();
    const packed = known.get(name) ?? packPast(compute());
    known.set(name, packed);
    return packed;
  };
}

/** Memory for parts: the minutes of all sessions of 170 instruments. A client that reads them all in turn finds them kept. */
const MAX_BYTES = 24 * 2 ** 20;

/** Sessions of a year, and some more. */
const MAX_DAYS = 400;

/** The starts of the imported days since an instant. */
async function importedDaysSince(
  ticker: string,
  sinceMs: number,
  loaders: HistoryLoaders,
): Promise<readonly number[]> {
  // The instant may be in the midst of its day.
  const range = { ticker, fromMs: sinceMs - DAY_MS, toMs: null, limit: MAX_DAYS, isNewest: false };
  const days = await loaders.importedDays.load(range);
  return days.map((day) => day.openedAtMs);
}
