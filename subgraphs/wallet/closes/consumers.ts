import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { closeBeforeExCentavos, exPriceCentavos, type ExAction } from '#domain/corporate-actions/ex-price.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import { tradingDayBefore, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Closes, DailyClose } from './closes.ts';

/** The consumer group that all wallet instances share. */
const GROUP = 'wallet-closes';

export interface ClosesDependencies {
  readonly eventLog: EventLog;
  readonly closes: Closes;
  /** Reads the corporate actions of a custody ticker with this ex-day (ISO). */
  readonly exActions: (ticker: string, exDate: string) => Promise<readonly ExAction[]>;
  readonly calendar: TradingCalendar;
  readonly marketMode: () => MarketMode;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Least time between two saves of the prices of a day that has not ended. */
const SAVE_INTERVAL_MS = 1_000;

/**
 * Stores the closes of assets in custody, from the quotes of market data:
 *
 * - A quote in the phase CLOSED has the last price of its trade date.
 * - The first quote of a trade date completes the day before, whose closing quote did not come: a market that trades at all
 *   times never closes. The close is the last price of the newest quote of that day, as the previous close of an ex-day is
 *   adjusted. For restarts the last prices of such a market are stored every second and at a stop as the closes so far. If
 *   the stored one leads to the previous close, it is the close; else the adjustment is taken back.
 *
 * Quotes are many, so others are kept without parsing.
 */
export async function consumeCloses(dependencies: ClosesDependencies): Promise<Stop> {
  const { eventLog, closes, log } = dependencies;
  /** Trade date of the last first quote of each ticker, as its quotes contain it. */
  const begun = new Map<string, string>();
  /** The newest quote of each ticker. */
  const newest = new Map<string, ReadRecord>();
  const running = createRunningCloses(dependencies, newest);
  await eventLog.declare(TOPICS.quotes, { compacted: false });
  const stop = await eventLog.read([TOPICS.quotes], { group: GROUP }, async (batch) => {
    const certain: DailyClose[] = [];
    const missing: DailyClose[] = [];
    for (const record of batch) {
      if (custodyTickerOf(record.key) !== record.key) continue;
      const text = Buffer.from(record.value.buffer, record.value.byteOffset, record.value.byteLength);
      const isClosed = text.includes('"phase":"CLOSED"');
      const mayBegin = text.includes('"last":null') && !text.includes(begun.get(record.key) ?? 'no date');
      const quote = isClosed || mayBegin ? readQuote(record, log) : null;
      const before = mayBegin ? newest.get(record.key) : undefined;
      // A copy: the record may be a part of a large batch, which must not stay in memory.
      newest.set(record.key, { ...record, value: Buffer.from(record.value) });
      running.changed.add(record.key);
      if (!quote) continue;
      const { ticker, tradeDate, last, previousClose } = quote;
      if (isClosed && last !== null) certain.push({ ticker, day: tradeDate, closeCentavos: last });
      if (!mayBegin || last !== null) continue;
      begun.set(ticker, `"tradeDate":"${tradeDate}"`);
      if (previousClose === null) continue;
      const { isCertain, ...close } = await closeBefore(
        dependencies,
        { ticker, tradeDate, previousClose },
        before,
      );
      (isCertain ? certain : missing).push(close);
    }
    if (certain.length > 0) await closes.save(certain);
    if (missing.length > 0) await closes.saveMissing(missing);
    await running.saveSometimes();
  });
  return async () => {
    await stop();
    await running.save();
  };
}

/** The last prices of a market that never closes, as the closes of its day so far. */
function createRunningCloses(
  { closes, marketMode, wallClock, log }: ClosesDependencies,
  newest: ReadonlyMap<string, ReadRecord>,
) {
  const changed = new Set<string>();
  let savedAtMs = wallClock.nowMs();
  const save = async (): Promise<void> => {
    if (marketMode() !== 'continuous') return changed.clear();
    const running = [...changed].flatMap((ticker): DailyClose[] => {
      const record = newest.get(ticker);
      const quote = record ? readQuote(record, log) : null;
      if (!quote || quote.last === null) return [];
      return [{ ticker, day: quote.tradeDate, closeCentavos: quote.last }];
    });
    if (running.length > 0) await closes.save(running);
    changed.clear();
    savedAtMs = wallClock.nowMs();
  };
  return {
    /** Tickers with a newer price than the saved one. */
    changed,
    save,
    saveSometimes: async (): Promise<void> => {
      if (wallClock.nowMs() - savedAtMs >= SAVE_INTERVAL_MS) await save();
    },
  };
}

/** The close of the trading day before a trade date that begins, and whether it replaces a stored one. */
async function closeBefore(
  { calendar, closes, exActions, marketMode, log }: ClosesDependencies,
  { ticker, tradeDate, previousClose }: { ticker: string; tradeDate: string; previousClose: number },
  newest: ReadRecord | undefined,
): Promise<DailyClose & { readonly isCertain: boolean }> {
  const day = tradingDayBefore(calendar, tradeDate);
  const isCertain = marketMode() === 'continuous';
  const before = newest ? readQuote(newest, log) : null;
  const known = before?.tradeDate === day ? (before.last ?? before.previousClose) : null;
  if (known !== null) return { ticker, day, closeCentavos: known, isCertain };
  const actions = await exActions(ticker, tradeDate);
  const stored = (await closes.read({ tickers: [ticker], from: day, to: day })).get(ticker);
  const closeSoFar = stored?.find((close) => close.day === day)?.closeCentavos ?? null;
  if (closeSoFar !== null && exPriceCentavos(closeSoFar, TICK_CENTAVOS, actions) === previousClose)
    return { ticker, day, closeCentavos: closeSoFar, isCertain };
  return { ticker, day, closeCentavos: closeBeforeExCentavos(previousClose, actions), isCertain };
}

/** Smallest tick: another one gives a price that does not match, and the adjustment is taken back. */
const TICK_CENTAVOS = 1;

function readQuote(record: ReadRecord, log: Log): QuoteRecord | null {
  const quote = quoteCodec.read(record.value);
  if (!(quote instanceof UnreadableMessage)) return quote;
  log.error({ topic: record.topic, key: record.key, reason: quote.message }, 'skipped an unreadable quote');
  return null;
}
