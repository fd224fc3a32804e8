import type { Candle, CandleInterval } from '#domain/market-data/candles.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import type { TickerState, Trade } from '#domain/market-data/fold.ts';

/** A ticker's state with its version, for optimistic locking. */
export interface StoredState {
  readonly state: TickerState;
  readonly version: number;
}

/** The result of a batch of events: the new states with their trades and candles. */
export interface FoldCommit {
  /** `version` is that of the state before the batch. */
  readonly states: readonly StoredState[];
  /** By ticker in sequence. */
  readonly trades: readonly Trade[];
  /** The changed candles, each once. */
  readonly candles: readonly Candle[];
}

/** Another instance has stored a newer state. Load the states and fold the batch again. */
export class StaleState extends Error {
  override readonly name = 'StaleState';
}

/** An import has several quotes of one day, ticker, market and term. The whole import is refused. */
export class RepeatedQuotes extends Error {
  override readonly name = 'RepeatedQuotes';

  constructor(count: number) {
    super(`${count} of the quotes are there twice`);
  }
}

/** A query for candles. */
export interface CandleRange {
  readonly ticker: string;
  readonly interval: CandleInterval;
  /** Inclusive lower bound; null for none. */
  readonly fromMs: number | null;
  /** Exclusive upper bound; null for none. */
  readonly toMs: number | null;
  readonly limit: number;
  /** True for the newest candles of the range instead of the first ones; the list is oldest first all the same. */
  readonly isNewest: boolean;
}

/** A query for imported days. */
export type DayRange = Omit<CandleRange, 'interval'>;

/** A query for trades, newest first. */
export interface TradesQuery {
  readonly ticker: string;
  /** Exclusive upper bound of the sequence; null for the newest trades. */
  readonly before: number | null;
  readonly limit: number;
}

/** An import of daily quotes. */
export interface QuoteImport {
  /** SHA-256 of the file in hex; the same content is imported once. */
  readonly contentHash: string;
  /** The id of this attempt. */
  readonly importId: string;
  readonly fileName: string;
  readonly importedAtMs: number;
  /** All quotes in portions. When it throws, the import leaves nothing. */
  readonly portions: () => AsyncIterable<readonly DailyQuote[]>;
}

/** The result of an import. */
export interface ImportResult {
  /** False when the same content was imported before; nothing was stored then. */
  readonly isNew: boolean;
  readonly quotes: number;
}

/**
 * The history of prices: states of the fold, trades, candles and B3's daily quotes. Its adapters are PostgreSQL in the
 * embedded profile and MongoDB in the distributed one.
 */
export interface QuoteHistory {
  /** States in the order of the tickers; null for a ticker without one. */
  loadStates(tickers: readonly string[]): Promise<readonly (StoredState | null)[]>;
  allStates(): Promise<readonly TickerState[]>;
  /** Stores the first state of tickers without one; returns those tickers. */
  addTickers(states: readonly TickerState[]): Promise<readonly string[]>;
  /**
   * Stores the result of a batch. Idempotent: a repeat after a crash stores nothing twice.
   *
   * @throws StaleState, with nothing stored in effect, when a state's version is not the stored one
   */
  commit(commit: FoldCommit): Promise<void>;

  // Lists are read many at once, in one request to the store: each answer has the place of its query.
  /** Trades, newest first. */
  tradesBefore(queries: readonly TradesQuery[]): Promise<readonly (readonly Trade[])[]>;
  /** Trades after this sequence, oldest first. */
  tradesAfter(ticker: string, sequence: number, limit: number): Promise<readonly Trade[]>;
  /** Candles of the simulation's trades, oldest first. */
  candles(ranges: readonly CandleRange[]): Promise<readonly (readonly Candle[])[]>;
  /** Daily candles of imported quotes of the cash market, oldest first; the newest import of a day counts. */
  importedDays(ranges: readonly DayRange[]): Promise<readonly (readonly Candle[])[]>;

  /** Removes a batch of the trades from before an instant, the oldest of each ticker first; returns their number. */
  removeTrades(beforeMs: number): Promise<number>;
  /** Removes a batch of the candles shorter than a day that began before an instant; returns their number. */
  removeCandles(beforeMs: number): Promise<number>;

  /**
   * Imports all quotes or none: readers see no quote of an import before the last one is stored.
   *
   * @throws RepeatedQuotes
   */
  importQuotes(quotes: QuoteImport): Promise<ImportResult>;
  /** The completed import of this content; null without one. */
  findImport(contentHash: string): Promise<ImportResult | null>;
  /** Number of stored daily quotes of all markets. */
  countQuotes(): Promise<number>;

  /**
   * Takes or extends a lease. False while another holder's lease has not expired.
   *
   * @param nowMs by the wall clock
   */
  takeLease(name: string, holder: string, nowMs: number, forMs: number): Promise<boolean>;
  releaseLease(name: string, holder: string): Promise<void>;

  /** Throws with the reason when the history cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
