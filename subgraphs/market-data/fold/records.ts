import {
  bookCodec,
  candlesCodec,
  quoteCodec,
  tradeCodec,
  type BookRecord,
} from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import { PUBLISHED_DEPTH } from '#domain/market-data/book.ts';
import type { Candle } from '#domain/market-data/candles.ts';
import type { Book, Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { LogRecord } from '#platform/ports/event-log.ts';

/** Encodes quotes, books, trades and candles for their topics and the cache. */

const V1 = { v: 1 } as const;

/** A quote as a record of its topic. */
export const quoteRecord = (quote: Quote): LogRecord => ({
  key: quote.ticker,
  value: quoteCodec.encode({ ...V1, ...quote }),
});

/** A book as a record of its topic, cut to the depth that is published. */
export const bookRecord = (book: Book): LogRecord => ({
  key: book.ticker,
  value: bookCodec.encode({ ...V1, ...book, ...publishedSides(book) }),
});

/** A trade as a record of its topic. */
export const tradeRecord = (trade: Trade): LogRecord => ({
  key: trade.ticker,
  value: tradeCodec.encode({ ...V1, ...trade }),
});

/** Candles of a ticker as a record of their topic. */
export const candlesRecord = (ticker: string, candles: readonly Candle[]): LogRecord => ({
  key: ticker,
  value: candlesCodec.encode({ ...V1, ticker, candles: [...candles] }),
});

/** A quote's key and value in the cache. */
export const hotPrice = (quote: Quote): readonly [string, Uint8Array] => [
  CACHE_KEYS.hotPrice(quote.ticker),
  quoteCodec.encode({ ...V1, ...quote }),
];

/** The best levels of a book. */
export const publishedSides = (book: Book): Pick<BookRecord, 'bids' | 'asks'> => ({
  bids: book.bids.slice(0, PUBLISHED_DEPTH),
  asks: book.asks.slice(0, PUBLISHED_DEPTH),
});
