import type { Book, Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import { latestByKey } from '#platform/streams/latest-by-key.ts';
import type { PullStream } from '#platform/streams/pull-stream.ts';
import { createResumableStream } from '#platform/streams/resumable-stream.ts';
import type { MarketBoard } from './board.ts';
import type { BookModel, QuoteModel } from '../graph/models.ts';

/**
 * Step "stream" of a quote's way: streams the current quote of each ticker, then every change. A slow reader skips to the
 * newest quote.
 */
export const quoteStream = (board: MarketBoard, tickers: readonly string[]): PullStream<QuoteModel> =>
  latestByKey<Quote>(
    (quote) => quote.ticker,
    (offer) => {
      const distinct = [...new Set(tickers)];
      const unwatch = board.watchQuotes(distinct, offer);
      distinct.flatMap((ticker) => board.quote(ticker) ?? []).forEach(offer);
      return unwatch;
    },
  );

/** Streams the current book, cut to a depth, then every change. A slow reader skips to the newest book. */
export const bookStream = (board: MarketBoard, ticker: string, depth: number): PullStream<BookModel> =>
  latestByKey<Book>(
    (book) => book.ticker,
    (offer) => {
      const cut = (book: Book): void => offer(cutBook(book, depth));
      const unwatch = board.watchBook(ticker, cut);
      const book = board.book(ticker);
      if (book) cut(book);
      return unwatch;
    },
  );

/** Cuts a book to a depth. */
export const cutBook = (book: Book, depth: number): Book => ({
  ...book,
  bids: book.bids.slice(0, depth),
  asks: book.asks.slice(0, depth),
});

/** Reads trades after a sequence from the history, oldest first. */
export type ReadTrades = (ticker: string, sequence: number, limit: number) => Promise<readonly Trade[]>;

/**
 * Streams every trade after a sequence, in order. The history stores a trade before it is published. A lost trade leaves a
 * permanent gap in the sequence.
 *
 * @param after the sequence of the last trade that the reader has; null for new trades only
 */
export function tradeStream(
  board: MarketBoard,
  readTrades: ReadTrades,
  ticker: string,
  after: number | null,
): PullStream<Trade> {
  let unwatch: () => void = () => undefined;
  const stream = createResumableStream<Trade>({
    after: after ?? board.tradeSequence(ticker),
    catchesUp: after !== null,
    isGapless: false,
    readPage: (sequence, limit) => readTrades(ticker, sequence, limit),
    onEnd: () => unwatch(),
  });
  unwatch = board.watchTrades(ticker, stream.offer);
  return stream.values;
}
