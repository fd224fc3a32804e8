import type { Book, Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { MarketBoard, Unwatch } from './board.ts';
import type { BookModel, QuoteModel } from '../graph/models.ts';

/** The most changes of one ticker that wait for one subscriber: one command of the exchange makes a few at once. */
const MAX_WAITING_CHANGES = 16;
/** The most live trades that wait for one subscriber; a slower one reads on from the history. */
const MAX_WAITING_TRADES = 256;
const HISTORY_PAGE = 200;

/** A stream that can be ended from outside as well as by its reader. */
export interface Stream<T> extends AsyncIterableIterator<T> {
  return(): Promise<IteratorResult<T>>;
}

/** What makes a stream: how to get the next value, null when there is none until `wake` is called. */
interface Source<T> {
  readonly next: () => Promise<T | null> | T | null;
  readonly close: () => void;
}

/** Makes a stream of a source. `begin` is given `wake`; ending the stream also ends a read that is waiting. */
function createStream<T>(begin: (wake: () => void) => Source<T>): Stream<T> {
  let isEnded = false;
  let isWoken = false;
  let resume: () => void = () => undefined;
  const wake = (): void => {
    isWoken = true;
    resume();
  };
  const source = begin(wake);
  const done: IteratorResult<T> = { done: true, value: undefined };
  const read = async (): Promise<IteratorResult<T>> => {
    while (!isEnded) {
      isWoken = false;
      const value = await source.next();
      if (isEnded) return done;
      if (value !== null) return { done: false, value };
      await new Promise<void>((resolve) => {
        resume = resolve;
        if (isWoken || isEnded) resolve();
      });
    }
    return done;
  };
  let last: Promise<unknown> = Promise.resolve();
  const end = async (): Promise<IteratorResult<T>> => {
    if (!isEnded) source.close();
    isEnded = true;
    resume();
    return done;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => {
      const result = last.then(read, read);
      last = result;
      return result;
    },
    return: end,
    throw: async (error) => {
      await end();
      throw error;
    },
  };
}

/**
 * Every value while the reader keeps up; of a key for which too many wait, the newest alone, the others counted as
 * skipped. Keys take turns, so that a busy one does not hold up the rest.
 */
function latestByKey<T extends { readonly sequence: number }>(
  keyOf: (value: T) => string,
  begin: (offer: (value: T) => void) => Unwatch,
): Stream<T & { readonly skipped: number }> {
  return createStream((wake) => {
    const waiting = new Map<string, T[]>();
    const delivered = new Map<string, number>();
    const close = begin((value) => {
      const key = keyOf(value);
      const queue = waiting.get(key) ?? [];
      if (value.sequence <= (queue.at(-1)?.sequence ?? delivered.get(key) ?? -1)) return;
      if (queue.length >= MAX_WAITING_CHANGES) queue.length = 0;
      queue.push(value);
      waiting.set(key, queue);
      wake();
    });
    const next = () => {
      const [first] = waiting;
      if (!first) return null;
      const [key, queue] = first;
      const [value, ...rest] = queue;
      waiting.delete(key);
      if (!value) return null;
      if (rest.length > 0) waiting.set(key, rest);
      const skipped = value.sequence - (delivered.get(key) ?? value.sequence - 1) - 1;
      delivered.set(key, value.sequence);
      return { ...value, skipped };
    };
    return { next, close };
  });
}

/** A quote of each ticker at once, then every change; a slow reader skips to the newest. */
export const quoteStream = (board: MarketBoard, tickers: readonly string[]): Stream<QuoteModel> =>
  latestByKey<Quote>(
    (quote) => quote.ticker,
    (offer) => {
      const distinct = [...new Set(tickers)];
      const unwatch = board.watchQuotes(distinct, offer);
      distinct.flatMap((ticker) => board.quote(ticker) ?? []).forEach(offer);
      return unwatch;
    },
  );

/** The book at once, then at every change, to this depth; a slow reader skips to the newest. */
export const bookStream = (board: MarketBoard, ticker: string, depth: number): Stream<BookModel> =>
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

/** A book to a depth. */
export const cutBook = (book: Book, depth: number): Book => ({
  ...book,
  bids: book.bids.slice(0, depth),
  asks: book.asks.slice(0, depth),
});

/** Reads trades after a sequence from the history, oldest first. */
export type ReadTrades = (ticker: string, sequence: number, limit: number) => Promise<readonly Trade[]>;

/**
 * Every trade after `after`, in sequence, none left out. The live one is passed on when it is the next; whatever lies
 * between comes from the history, where every trade is stored before it is told. So a slow reader holds at most a page.
 *
 * @param after the sequence of the last trade that the reader has; null from now on
 */
export function tradeStream(
  board: MarketBoard,
  readTrades: ReadTrades,
  ticker: string,
  after: number | null,
): Stream<Trade> {
  return createStream((wake) => {
    let live: Trade[] = [];
    let page: readonly Trade[] = [];
    let isBehind = after !== null;
    const close = board.watchTrades(ticker, (trade) => {
      if (live.length >= MAX_WAITING_TRADES) {
        live = [];
        isBehind = true;
      }
      live.push(trade);
      wake();
    });
    let position = after ?? board.tradeSequence(ticker);
    const deliver = (trade: Trade): Trade => {
      position = trade.sequence;
      return trade;
    };
    const next = async (): Promise<Trade | null> => {
      for (;;) {
        const [stored] = page;
        if (stored) {
          page = page.slice(1);
          return deliver(stored);
        }
        live = live.filter((trade) => trade.sequence > position);
        const [first] = live;
        if (first?.sequence === position + 1) return deliver(first);
        if (!isBehind && !first) return null;
        page = await readTrades(ticker, position, HISTORY_PAGE);
        if (page.length > 0) continue;
        isBehind = false;
        const [oldest] = live.filter((trade) => trade.sequence > position);
        return oldest ? deliver(oldest) : null;
      }
    };
    return { next, close };
  });
}
