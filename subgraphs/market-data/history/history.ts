import type { Candle, CandleInterval } from '#domain/market-data/candles.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import type { TickerState, Trade } from '#domain/market-data/fold.ts';

/** A ticker's state with how often it was stored: who stores the next one must have seen this one. */
export interface StoredState {
  readonly state: TickerState;
  readonly version: number;
}

/** What a batch of events made: the new states, the trades and candles that are behind them. */
export interface FoldCommit {
  /** `version` is that of the state which was folded on. */
  readonly states: readonly StoredState[];
  /** In sequence by ticker. */
  readonly trades: readonly Trade[];
  /** As they are now, each once. */
  readonly candles: readonly Candle[];
}

/** Another instance has gone on from the state that a commit was folded on. Load the states again and fold again. */
export class StaleState extends Error {
  override readonly name = 'StaleState';
}

/** An import has more than one quote of the same day, ticker, market and term: it is refused whole. */
export class RepeatedQuotes extends Error {
  override readonly name = 'RepeatedQuotes';

  constructor(count: number) {
    super(`${count} of the quotes are there twice`);
  }
}

/** Which candles are asked for. */
export interface CandleRange {
  readonly ticker: string;
  readonly interval: CandleInterval;
  /** Included; null without a bound. */
  readonly fromMs: number | null;
  /** Not included; null without a bound. */
  readonly toMs: number | null;
  readonly limit: number;
}

/** Daily quotes on their way into the history. */
export interface QuoteImport {
  /** SHA-256 of the file in hex: what makes an import happen once. */
  readonly contentHash: string;
  /** Of this attempt. */
  readonly importId: string;
  readonly fileName: string;
  readonly importedAtMs: number;
  /** All quotes, in portions. When it throws, nothing of the import stays. */
  readonly portions: () => AsyncIterable<readonly DailyQuote[]>;
}

/** What an import did. */
export interface ImportResult {
  /** False when the same content was imported before: nothing was done then. */
  readonly isNew: boolean;
  readonly quotes: number;
}

/**
 * The history of prices: states of the fold, trades, candles, daily quotes of the exchange. Behind it stands PostgreSQL
 * in the embedded profile and MongoDB in the distributed one.
 */
export interface QuoteHistory {
  /** States in the order of the tickers; null where there is none. */
  loadStates(tickers: readonly string[]): Promise<readonly (StoredState | null)[]>;
  allStates(): Promise<readonly TickerState[]>;
  /** Stores the first state of tickers that have none yet. Answers the tickers that it was stored for. */
  addTickers(states: readonly TickerState[]): Promise<readonly string[]>;
  /**
   * Stores what a batch made. A commit that is repeated after a crash in the middle stores nothing twice.
   *
   * @throws StaleState, and nothing is stored in effect, when a state was folded on another version than the stored one
   */
  commit(commit: FoldCommit): Promise<void>;

  /** Trades older than this sequence, newest first; `before` null for the newest. */
  tradesBefore(ticker: string, before: number | null, limit: number): Promise<readonly Trade[]>;
  /** Trades after this sequence, oldest first. */
  tradesAfter(ticker: string, sequence: number, limit: number): Promise<readonly Trade[]>;
  /** Candles of trades seen by the broker, oldest first. */
  candles(range: CandleRange): Promise<readonly Candle[]>;
  /** Candles of days from imported quotes of the cash market, oldest first; the newest import of a day counts. */
  importedDays(range: Omit<CandleRange, 'interval'>): Promise<readonly Candle[]>;

  /**
   * All or nothing: readers see no quote of an import before the last one is stored.
   *
   * @throws RepeatedQuotes
   */
  importQuotes(quotes: QuoteImport): Promise<ImportResult>;
  /** The import of this content; null when it was never completed. */
  findImport(contentHash: string): Promise<ImportResult | null>;
  /** How many daily quotes are stored, of all markets. */
  countQuotes(): Promise<number>;

  /**
   * Takes or prolongs a lease that one holder at a time has. False while another's has not run out.
   *
   * @param nowMs by the wall clock
   */
  takeLease(name: string, holder: string, nowMs: number, forMs: number): Promise<boolean>;
  releaseLease(name: string, holder: string): Promise<void>;

  /** Throws, saying why, when the history cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
