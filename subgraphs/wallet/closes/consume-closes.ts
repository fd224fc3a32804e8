import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { closeBeforeExCentavos, type ExAction } from '#domain/corporate-actions/ex-price.ts';
import { tradingDayBefore, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Closes, DailyClose } from './closes.ts';

/** The consumer group that all wallet instances share. */
const GROUP = 'wallet-closes';

export interface ClosesDependencies {
  readonly eventLog: EventLog;
  readonly closes: Closes;
  /** Reads the corporate actions of a custody ticker with this ex-day (ISO). */
  readonly exActions: (ticker: string, exDate: string) => Promise<readonly ExAction[]>;
  readonly calendar: TradingCalendar;
  readonly log: Log;
}

/**
 * Stores the closes of assets in custody, from the quotes of market data:
 *
 * - A quote in the phase CLOSED has the last price of its trade date.
 * - The first quote of a trade date completes the day before, whose closing quote did not come: a market that trades at all
 *   times never closes. The close is the last price of the newest quote of that day, as the previous close of an ex-day is
 *   adjusted. After a restart that quote is not known, and the adjustment is taken back.
 *
 * Quotes are many, so others are kept without parsing.
 */
export async function consumeCloses(dependencies: ClosesDependencies): Promise<Stop> {
  const { eventLog, closes, log } = dependencies;
  /** Trade date of the last first quote of each ticker, as its quotes contain it. */
  const begun = new Map<string, string>();
  /** The newest quote of each ticker. */
  const newest = new Map<string, ReadRecord>();
  await eventLog.declare(TOPICS.quotes, { compacted: false });
  return eventLog.read([TOPICS.quotes], { group: GROUP }, async (batch) => {
    const closed: DailyClose[] = [];
    const previous: DailyClose[] = [];
    for (const record of batch) {
      if (custodyTickerOf(record.key) !== record.key) continue;
      const text = Buffer.from(record.value.buffer, record.value.byteOffset, record.value.byteLength);
      const isClosed = text.includes('"phase":"CLOSED"');
      const mayBegin = text.includes('"last":null') && !text.includes(begun.get(record.key) ?? 'no date');
      const quote = isClosed || mayBegin ? readQuote(record, log) : null;
      const before = mayBegin ? newest.get(record.key) : undefined;
      // A copy: the record may be a part of a large batch, which must not stay in memory.
      newest.set(record.key, { ...record, value: Buffer.from(record.value) });
      if (!quote) continue;
      const { ticker, tradeDate, last, previousClose } = quote;
      if (isClosed && last !== null) closed.push({ ticker, day: tradeDate, closeCentavos: last });
      if (!mayBegin || last !== null) continue;
      begun.set(ticker, `"tradeDate":"${tradeDate}"`);
      if (previousClose !== null)
        previous.push(await closeBefore(dependencies, { ticker, tradeDate, previousClose }, before));
    }
    if (closed.length > 0) await closes.save(closed);
    if (previous.length > 0) await closes.saveMissing(previous);
  });
}

/** The close of the trading day before a trade date that begins. */
async function closeBefore(
  { calendar, exActions, log }: ClosesDependencies,
  { ticker, tradeDate, previousClose }: { ticker: string; tradeDate: string; previousClose: number },
  newest: ReadRecord | undefined,
): Promise<DailyClose> {
  const day = tradingDayBefore(calendar, tradeDate);
  const before = newest ? readQuote(newest, log) : null;
  const known = before?.tradeDate === day ? (before.last ?? before.previousClose) : null;
  if (known !== null) return { ticker, day, closeCentavos: known };
  const actions = await exActions(ticker, tradeDate);
  return { ticker, day, closeCentavos: closeBeforeExCentavos(previousClose, actions) };
}

function readQuote(record: ReadRecord, log: Log): QuoteRecord | null {
  try {
    return quoteCodec.decode(record.value);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error({ topic: record.topic, key: record.key, reason: error.message }, 'skipped an unreadable quote');
    return null;
  }
}
