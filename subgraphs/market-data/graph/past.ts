import { LRUCache } from 'lru-cache';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { rawCandles } from '#domain/market-data/adjusted-candles.ts';
import type { Candle, CandleInterval } from '#domain/market-data/candles.ts';
import type { PastFacts } from '#domain/market-data/past/past-facts.ts';
import { pastCandles } from '#domain/market-data/past/past-candles.ts';
import { pastSessions, type PastSession } from '#domain/market-data/past/past-days.ts';
import type { ExAction } from '#domain/corporate-actions/ex-price.ts';
import { createRandom } from '#platform/random.ts';
import type { CandleRange } from '../history/history.ts';
import type { MarketBoard } from '../streams/board.ts';
import type { HistoryLoaders } from './history-loaders.ts';

/** Reads the simulated past of a ticker inside a range: candles from before the broker's first day, oldest first. */
export type ReadPast = (range: CandleRange, loaders: HistoryLoaders) => Promise<readonly Candle[]>;

interface PastSources {
  readonly board: Pick<MarketBoard, 'past'>;
  readonly actionsOf: (ticker: string) => readonly ExAction[];
  readonly calendar: TradingCalendar;
}

/**
 * Creates the reader of the simulated past. The past is computed when it is read and not stored: it costs no time at the first
 * start and no space on the disk, and is the same in both profiles. An imported day replaces the day and its shorter candles.
 */
export function createPastReader({ board, actionsOf, calendar }: PastSources): ReadPast {
  /** Those of the newest first day: all instruments of a first start share one. */
  let known: { readonly beforeDay: string; readonly sessions: readonly PastSession[] } | null = null;
  const sessionsBefore = (beforeDay: string): readonly PastSession[] => {
    if (known?.beforeDay !== beforeDay) known = { beforeDay, sessions: pastSessions(beforeDay, calendar) };
    return known.sessions;
  };
  const recent = new LRUCache<string, readonly Candle[]>({
    maxSize: MAX_CANDLES,
    sizeCalculation: (candles) => candles.length + 1,
  });
  const candlesOf = (facts: PastFacts, interval: CandleInterval): readonly Candle[] => {
    const key = `${facts.ticker} ${interval}`;
    const found =
      recent.get(key) ?? pastCandles(facts, interval, sessionsBefore(facts.beforeDay), createRandom);
    recent.set(key, found);
    return found;
  };
  return async (range, loaders) => {
    const { ticker, interval, fromMs, toMs, limit, isNewest } = range;
    const facts = board.past(ticker);
    if (!facts || limit === 0) return [];
    const all = candlesOf(facts, interval).filter(
      ({ openedAtMs }) => openedAtMs >= (fromMs ?? -Infinity) && openedAtMs < (toMs ?? Infinity),
    );
    const [first] = all;
    if (!first) return [];
    const imported = await importedDaysSince(first, loaders);
    const isImported = ({ openedAtMs }: Candle): boolean =>
      imported.some((dayMs) => openedAtMs >= dayMs && openedAtMs < dayMs + DAY_MS);
    const rest = imported.length === 0 ? all : all.filter((candle) => !isImported(candle));
    const chosen = isNewest ? rest.slice(-limit) : rest.slice(0, limit);
    return rawCandles(chosen, actionsOf(ticker), facts.beforeDay);
  };
}

/** Candles kept in memory, about 3 MB: the days of 80 instruments, or the minutes of nine. One list takes milliseconds. */
const MAX_CANDLES = 20_000;

/** Sessions of a year, and some more. */
const MAX_DAYS = 400;

/** The starts of the imported days since the first candle of a list. */
async function importedDaysSince(
  { ticker, openedAtMs }: Candle,
  loaders: HistoryLoaders,
): Promise<readonly number[]> {
  // The first candle may begin in the midst of its day.
  const fromMs = openedAtMs - DAY_MS;
  const range = { ticker, fromMs, toMs: null, limit: MAX_DAYS, isNewest: false };
  const days = await loaders.importedDays.load(range);
  return days.map((day) => day.openedAtMs);
}

const DAY_MS = 86_400_000;
