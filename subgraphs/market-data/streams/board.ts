import { UnreadableMessage } from '#contracts/codec.ts';
import { bookCodec, quoteCodec, tradeCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Book, TickerState, Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import { publishedSides } from '../fold/records.ts';

/** Removes a listener. */
export type Unwatch = () => void;

/**
 * The newest state of every ticker in this process, with listeners for changes. One reader of the topics feeds all
 * subscriptions. A subscriber reads the state and adds its listener in one step, so that it misses no change.
 */
export interface MarketBoard {
  /** Null for an unknown ticker. */
  quote(ticker: string): Quote | null;
  book(ticker: string): Book | null;
  /** The sequence of the last known trade; 0 for none. */
  tradeSequence(ticker: string): number;
  watchQuotes(tickers: readonly string[], onQuote: (quote: Quote) => void): Unwatch;
  watchBook(ticker: string, onBook: (book: Book) => void): Unwatch;
  watchTrades(ticker: string, onTrade: (trade: Trade) => void): Unwatch;
}

/** Listeners by ticker. */
interface Watchers<T> {
  add(ticker: string, listener: (value: T) => void): Unwatch;
  emit(ticker: string, value: T): void;
}

function createWatchers<T>(): Watchers<T> {
  const byTicker = new Map<string, Set<(value: T) => void>>();
  return {
    add: (ticker, listener) => {
      const listeners = byTicker.get(ticker) ?? new Set();
      byTicker.set(ticker, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byTicker.get(ticker) === listeners) byTicker.delete(ticker);
      };
    },
    emit: (ticker, value) => byTicker.get(ticker)?.forEach((listener) => listener(value)),
  };
}

/** A board that its topics and its store update. */
export interface WritableBoard extends MarketBoard {
  takeQuote(quote: Quote): void;
  takeBook(book: Book): void;
  takeTrade(trade: Trade): void;
  takeState(state: TickerState): void;
}

/** Creates an empty board. Inputs may repeat or come late: the board keeps the newest by sequence. */
export function createBoard(): WritableBoard {
  const quotes = new Map<string, Quote>();
  const books = new Map<string, Book>();
  const tradeSequences = new Map<string, number>();
  const quoteWatchers = createWatchers<Quote>();
  const bookWatchers = createWatchers<Book>();
  const tradeWatchers = createWatchers<Trade>();
  const takeNewer = <T extends { readonly ticker: string; readonly sequence: number }>(
    kept: Map<string, T>,
    watchers: Watchers<T>,
    value: T,
  ): void => {
    if (value.sequence <= (kept.get(value.ticker)?.sequence ?? -1)) return;
    kept.set(value.ticker, value);
    watchers.emit(value.ticker, value);
  };
  const takeQuote = (quote: Quote): void => takeNewer(quotes, quoteWatchers, quote);
  const takeBook = (book: Book): void => takeNewer(books, bookWatchers, book);
  const noteTrade = (ticker: string, sequence: number): void =>
    void tradeSequences.set(ticker, Math.max(sequence, tradeSequences.get(ticker) ?? 0));
  return {
    quote: (ticker) => quotes.get(ticker) ?? null,
    book: (ticker) => books.get(ticker) ?? null,
    tradeSequence: (ticker) => tradeSequences.get(ticker) ?? 0,
    watchQuotes: (tickers, onQuote) => {
      const unwatch = tickers.map((ticker) => quoteWatchers.add(ticker, onQuote));
      return () => unwatch.forEach((stop) => stop());
    },
    watchBook: (ticker, onBook) => bookWatchers.add(ticker, onBook),
    watchTrades: (ticker, onTrade) => tradeWatchers.add(ticker, onTrade),
    takeQuote,
    takeBook,
    takeTrade: (trade) => {
      noteTrade(trade.ticker, trade.sequence);
      tradeWatchers.emit(trade.ticker, trade);
    },
    takeState: (state) => {
      takeQuote(state.quote);
      takeBook({ ...state.book, ...publishedSides(state.book) });
      noteTrade(state.quote.ticker, state.tradeSequence);
    },
  };
}

/**
 * Feeds a board from the topics and fills it from the store. Reading begins first, so that no change is missed.
 *
 * @param loadStates loads all stored states
 */
export async function feedBoard(
  board: WritableBoard,
  eventLog: EventLog,
  loadStates: () => Promise<readonly TickerState[]>,
  log: Log,
): Promise<Stop> {
  const take = (record: ReadRecord): void => {
    if (record.topic === TOPICS.quotes) board.takeQuote(quoteCodec.decode(record.value));
    else if (record.topic === TOPICS.books) board.takeBook(bookCodec.decode(record.value));
    else board.takeTrade(tradeCodec.decode(record.value));
  };
  const topics = [TOPICS.quotes, TOPICS.books, TOPICS.trades];
  const stop = await eventLog.read(topics, { from: 'now' }, async (batch) => {
    for (const record of batch) {
      try {
        take(record);
      } catch (error) {
        if (!(error instanceof UnreadableMessage)) throw error;
        log.warn(
          { topic: record.topic, key: record.key, reason: error.message },
          'a record of market data is unreadable',
        );
      }
    }
  });
  for (const state of await loadStates()) board.takeState(state);
  return stop;
}
