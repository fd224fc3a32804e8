/** The last price of an asset on a trading day. */
export interface DailyClose {
  /** Custody ticker. */
  readonly ticker: string;
  readonly day: string;
  readonly closeCentavos: number;
}

/** Selects the closes from which an account's days are valued. */
export interface ClosesQuery {
  readonly tickers: readonly string[];
  /** The newest close of each ticker before this day is included, since a ticker may not trade for days. */
  readonly from: string;
  readonly to: string;
}

/** The wallet's own copy of the daily closes, which market data publishes. */
export interface Closes {
  /** Stores closes; the last one stored of a ticker and day stays. */
  save(closes: readonly DailyClose[]): Promise<void>;
  /** Stores closes of days that have none. */
  saveMissing(closes: readonly DailyClose[]): Promise<void>;
  /** By ticker, oldest first. */
  read(query: ClosesQuery): Promise<ReadonlyMap<string, readonly DailyClose[]>>;
}
