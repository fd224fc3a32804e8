import DataLoader from 'dataloader';
import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { Log } from '#platform/observability/log.ts';
import { CacheUnavailable, type Cache } from '#platform/ports/cache.ts';
import type { MarketBoard } from '../streams/board.ts';
import type { QuoteHistory } from '../history/history.ts';

export type QuoteLoader = DataLoader<string, Quote | null>;

/** Reads quotes in the order of their tickers; null for an unknown ticker. */
export type ReadQuotes = (tickers: readonly string[]) => Promise<readonly (Quote | null)[]>;

/**
 * Creates the reader of hot prices: the newer one of the cache and of this process's board, which each may be behind the other for a
 * moment, or longer after an outage. It falls back to the store, so that the loss of the cache costs time only.
 */
export function createQuoteReader(
  cache: Cache,
  board: MarketBoard,
  history: QuoteHistory,
  log: Log,
): ReadQuotes {
  const fromCache = async (tickers: readonly string[]): Promise<readonly (Quote | null)[]> => {
    try {
      const values = await cache.getMany(tickers.map((ticker) => CACHE_KEYS.hotPrice(ticker)));
      return values.map((value) => value && readableQuote(value));
    } catch (error) {
      if (!(error instanceof CacheUnavailable)) throw error;
      log.warn({ err: error }, 'the cache of hot prices does not answer');
      return tickers.map(() => null);
    }
  };
  return async (tickers) => {
    const hot = await fromCache(tickers);
    const warm = hot.map((quote, index) => newerOf(quote, board.quote(tickers[index] ?? '')));
    const missing = tickers.filter((_, index) => !warm[index]);
    if (missing.length === 0) return warm;
    const stored = await history.loadStates(missing);
    const byTicker = new Map(missing.map((ticker, index) => [ticker, stored[index]?.state.quote ?? null]));
    return warm.map((quote, index) => quote ?? byTicker.get(tickers[index] ?? '') ?? null);
  };
}

const newerOf = (a: Quote | null, b: Quote | null): Quote | null =>
  a && b ? (b.sequence > a.sequence ? b : a) : (a ?? b);

/** Decodes a hot price; null for one of another version. */
export function readableQuote(value: Uint8Array): Quote | null {
  const quote = quoteCodec.read(value);
  return quote instanceof UnreadableMessage ? null : quote;
}

/** Creates the loader of one operation, which reads all its quotes in one batch. */
export const createQuoteLoader = (read: ReadQuotes): QuoteLoader =>
  new DataLoader(async (tickers) => [...(await read(tickers))]);
