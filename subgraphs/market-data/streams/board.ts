import { UnreadableMessage } from '#contracts/codec.ts';
import { bookCodec, candlesCodec, quoteCodec, tradeCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { isNewerCandle, type Candle, type CandleInterval } from '#domain/market-data/candles.ts';
import type { PastFacts } from '#domain/market-data/past/past-facts.ts';
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
  /** The quotes of all tickers. */
  quotes(): readonly Quote[];
  book(ticker: string): Book | null;
  /** The newest candle of an interval, open or closed; null before the first. */
  candle(ticker: string, interval: CandleInterval): Candle | null;
  /** The newest candles of all tickers and intervals. */
  candles(): readonly Candle[];
  /** Facts of the ticker's simulated past; null without one. */
  past(ticker: string): PastFacts | null;
  /** The sequence of the last known trade; 0 for none. */
  tradeSequence(ticker: string): number;
  watchQuotes(tickers: readonly string[], onQuote: (quote: Quote) => void): Unwatch;
  watchBook(ticker: string, onBook: (book: Book) => void): Unwatch;
  watchTrades(ticker: string, onTrade: (trade: Trade) => void): Unwatch;
  watchCandles(ticker: string, interval: CandleInterval, onCandle: (candle: Candle) => void): Unwatch;
}

/** Listeners by key. */
interface Watchers<T> {
  add(key: string, listener: (value: T) => void): Unwatch;
  emit(key: string, value: T): void;
}

function createWatchers<T>(): Watchers<T> {
  const byKey = new Map<string, Set<(value: T) => void>>();
  return {
    add: (key, listener) => {
      const listeners = byKey.get(key) ?? new Set();
      byKey.set(key, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byKey.get(key) === listeners) byKey.delete(key);
      };
    },
    emit: (key, value) => byKey.get(key)?.forEach((listener) => listener(value)),
  };
}

/** A board that its topics and its store update. */
export interface WritableBoard extends MarketBoard {
  takeQuote(quote: Quote): void;
  takeBook(book: Book): void;
  takeTrade(trade: Trade): void;
  takeCandle(candle: Candle): void;
  takeState(state: TickerState): void;
  /** Whether the board has taken a state of the ticker from the store. */
  hasState(ticker: string): boolean;
}

/** Creates an empty board. Inputs may repeat or come late: the board keeps the newest by sequence. */
export function createBoard(): WritableBoard {
  const quotes = new Map<string, Quote>();
  const books = new Map<string, Book>();
  /** By ticker with a stored state. */
  const pasts = new Map<string, PastFacts | null>();
  const tradeSequences = new Map<string, number>();
  const quoteWatchers = createWatchers<Quote>();
  const bookWatchers = createWatchers<Book>();
  const tradeWatchers = createWatchers<Trade>();
  const candles = createCandleBoard();
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
    quotes: () => [...quotes.values()],
    book: (ticker) => books.get(ticker) ?? null,
    candle: candles.get,
    candles: candles.all,
    past: (ticker) => pasts.get(ticker) ?? null,
    tradeSequence: (ticker) => tradeSequences.get(ticker) ?? 0,
    watchQuotes: (tickers, onQuote) => {
      const unwatch = tickers.map((ticker) => quoteWatchers.add(ticker, onQuote));
      return () => unwatch.forEach((stop) => stop());
    },
    watchBook: (ticker, onBook) => bookWatchers.add(ticker, onBook),
    watchTrades: (ticker, onTrade) => tradeWatchers.add(ticker, onTrade),
    watchCandles: candles.watch,
    takeQuote,
    takeBook,
    takeCandle: candles.take,
    takeTrade: (trade) => {
      noteTrade(trade.ticker, trade.sequence);
      tradeWatchers.emit(trade.ticker, trade);
    },
    hasState: (ticker) => pasts.has(ticker),
    takeState: (state) => {
      pasts.set(state.quote.ticker, state.past);
      takeQuote(state.quote);
      takeBook({ ...state.book, ...publishedSides(state.book) });
      noteTrade(state.quote.ticker, state.tradeSequence);
      for (const candle of Object.values(state.candles.newest)) if (candle) candles.take(candle);
    },
  };
}

/** The newest candle of each ticker and interval. */
function createCandleBoard() {
  const newest = new Map<string, Candle>();
  const watchers = createWatchers<Candle>();
  const keyOf = (ticker: string, interval: CandleInterval): string => `${ticker} ${interval}`;
  return {
    get: (ticker: string, interval: CandleInterval): Candle | null =>
      newest.get(keyOf(ticker, interval)) ?? null,
    all: (): readonly Candle[] => [...newest.values()],
    watch: (ticker: string, interval: CandleInterval, onCandle: (candle: Candle) => void): Unwatch =>
      watchers.add(keyOf(ticker, interval), onCandle),
    take: (candle: Candle): void => {
      const key = keyOf(candle.ticker, candle.interval);
      if (!isNewerCandle(candle, newest.get(key) ?? null)) return;
      newest.set(key, candle);
      watchers.emit(key, candle);
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
    else if (record.topic === TOPICS.trades) board.takeTrade(tradeCodec.decode(record.value));
    else takeCandles(board, record.value);
  };
  const topics = [TOPICS.quotes, TOPICS.books, TOPICS.trades, TOPICS.candles];
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

function takeCandles(board: WritableBoard, value: Uint8Array): void {
  const { ticker, candles } = candlesCodec.decode(value);
  for (const candle of candles) board.takeCandle({ ticker, ...candle });
}
