import { TOPICS } from '#contracts/names.ts';
import type { Candle } from '#domain/market-data/candles.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog, LogRecord } from '#platform/ports/event-log.ts';
import type { QuoteHistory, StoredState } from '../history/history.ts';
import type { Folded } from './fold-events.ts';
import { bookRecord, candlesRecord, hotPrice, quoteRecord, tradeRecord } from './records.ts';

export interface PublishDependencies {
  readonly history: QuoteHistory;
  readonly eventLog: EventLog;
  readonly cache: Cache;
}

/**
 * Steps "cache" and "publish" of a quote's way, after the states of a batch are stored.
 *
 * 1. The newest quote of each ticker goes to the cache, where resolvers read it.
 * 2. Trades go to their topic, then candles, books and quotes in one request: a quote never comes before the trade that it shows. Of
 *    each candle the newest state goes.
 *
 * Events that were folded before may not have been published: the newest state of their tickers is published again, and
 * readers drop repeats by sequence. A worker that is behind publishes the newest quote and book of each ticker alone.
 */
export async function publish(
  { history, eventLog, cache }: PublishDependencies,
  folded: Folded,
  known: ReadonlyMap<string, StoredState>,
  isBehind: boolean,
): Promise<void> {
  const repeated = [...folded.repeated].flatMap((ticker) => known.get(ticker)?.state ?? []);
  const lastTrades = await history.tradesBefore(
    repeated.map((state) => ({ ticker: state.quote.ticker, before: null, limit: 1 })),
  );
  const quotes = [...folded.quotes, ...repeated.map((state) => state.quote)];
  const books = [...folded.books, ...repeated.filter((state) => state.bookKnown).map((state) => state.book)];
  const newestCandles = repeated.flatMap(({ candles }) =>
    Object.values(candles.newest).filter((candle) => candle !== null),
  );
  const trades = [...folded.trades, ...lastTrades.flat()];
  // 1. Cache.
  await cache.setMany(newestOf(quotes).map(hotPrice));
  // 2. Publish.
  const isWhole = !isBehind && repeated.length === 0;
  await append(eventLog, TOPICS.trades, trades.map(tradeRecord));
  await Promise.all([
    append(eventLog, TOPICS.candles, candleRecords([...folded.candles.values(), ...newestCandles])),
    append(eventLog, TOPICS.books, (isWhole ? books : newestOf(books)).map(bookRecord)),
    append(eventLog, TOPICS.quotes, (isWhole ? quotes : newestOf(quotes)).map(quoteRecord)),
  ]);
}

async function append(eventLog: EventLog, topic: string, records: readonly LogRecord[]): Promise<void> {
  if (records.length > 0) await eventLog.append(topic, records);
}

/** One record for each ticker. */
function candleRecords(candles: readonly Candle[]): LogRecord[] {
  const byTicker = new Map<string, Candle[]>();
  for (const candle of candles) byTicker.set(candle.ticker, [...(byTicker.get(candle.ticker) ?? []), candle]);
  return [...byTicker].map(([ticker, own]) => candlesRecord(ticker, own));
}

/** The newest value of each ticker. */
function newestOf<T extends { readonly ticker: string; readonly sequence: number }>(all: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const one of all)
    if (one.sequence >= (newest.get(one.ticker)?.sequence ?? 0)) newest.set(one.ticker, one);
  return [...newest.values()];
}
