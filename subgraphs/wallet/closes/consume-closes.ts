import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { addDays } from '#domain/calendar/days.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
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
  readonly calendar: TradingCalendar;
  readonly log: Log;
}

/**
 * Stores the closes of assets in custody, from the quotes of market data:
 *
 * - A quote in the phase CLOSED has the last price of its trade date.
 * - The first quote of a trade date has the previous close. It completes days whose closing quote did not come: a market that
 *   trades at all times never closes.
 *
 * Quotes are many, so others are skipped without parsing.
 */
export async function consumeCloses({ eventLog, closes, calendar, log }: ClosesDependencies): Promise<Stop> {
  /** Trade date of the last first quote of each ticker, as its quotes contain it. */
  const begun = new Map<string, string>();
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
      if (!quote) continue;
      const { ticker, tradeDate, last, previousClose } = quote;
      if (isClosed && last !== null) closed.push({ ticker, day: tradeDate, closeCentavos: last });
      if (!mayBegin || last !== null) continue;
      begun.set(ticker, `"tradeDate":"${tradeDate}"`);
      if (previousClose !== null)
        previous.push({ ticker, day: tradingDayBefore(calendar, tradeDate), closeCentavos: previousClose });
    }
    if (closed.length > 0) await closes.save(closed);
    if (previous.length > 0) await closes.saveMissing(previous);
  });
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

function tradingDayBefore(calendar: TradingCalendar, day: string): string {
  let before = addDays(day, -1);
  while (!calendar.isTradingDay(before)) before = addDays(before, -1);
  return before;
}
