import DataLoader from 'dataloader';
import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { MarketBoard } from '../streams/board.ts';
import type { QuoteHistory } from '../history/history.ts';

export type QuoteLoader = DataLoader<string, Quote | null>;

/** Quotes by ticker, in their order; null for a ticker of which nothing is known. */
export type ReadQuotes = (tickers: readonly string[]) => Promise<readonly (Quote | null)[]>;

/**
 * Reads the hot prices. What the cache does not have, or when it cannot be asked, comes from this process's board, and
 * what that has not heard of from the store: losing the cache costs time and nothing else.
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
      log.warn({ err: error }, 'the cache of hot prices cannot be read');
      return tickers.map(() => null);
    }
  };
  return async (tickers) => {
    const hot = await fromCache(tickers);
    const warm = hot.map((quote, index) => quote ?? board.quote(tickers[index] ?? ''));
    const missing = tickers.filter((_, index) => !warm[index]);
    if (missing.length === 0) return warm;
    const stored = await history.loadStates(missing);
    const byTicker = new Map(missing.map((ticker, index) => [ticker, stored[index]?.state.quote ?? null]));
    return warm.map((quote, index) => quote ?? byTicker.get(tickers[index] ?? '') ?? null);
  };
}

/** A hot price that was written by another version is as good as none. */
export function readableQuote(value: Uint8Array): Quote | null {
  try {
    return quoteCodec.decode(value);
  } catch (error) {
    if (error instanceof UnreadableMessage) return null;
    throw error;
  }
}

/** A loader for one operation: all its quotes are read in one go. */
export const createQuoteLoader = (read: ReadQuotes): QuoteLoader =>
  new DataLoader(async (tickers) => [...(await read(tickers))]);
