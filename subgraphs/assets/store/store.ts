import type { AssetStatus, Instrument, PriceBand } from '#domain/market/instrument.ts';
import type { StoredClock } from '../clock/clock-start.ts';

/** The close that an instrument starts a trade date with, and the band that follows from it. */
export interface PreviousClose {
  readonly ticker: string;
  readonly tradeDate: string;
  readonly previousCloseCentavos: number;
  readonly priceBand: PriceBand;
}

/** What assets keeps. Every change of an instrument raises its version by one. */
export interface AssetsStore {
  /** Adds those whose ticker is not there yet. */
  seed(instruments: readonly Instrument[]): Promise<void>;
  instruments(): Promise<readonly Instrument[]>;
  /** The instrument after the change; null when there is none. Unchanged when it has the status already. */
  setStatus(ticker: string, status: AssetStatus): Promise<Instrument | null>;
  /** Begins trade dates, of each instrument only one that is later than the last; the instruments that changed. */
  setPreviousCloses(closes: readonly PreviousClose[]): Promise<readonly Instrument[]>;
  /** Instruments whose newest version has not been published, `limit` at most. */
  unpublished(limit: number): Promise<readonly Instrument[]>;
  /** Stores that these versions have been published. */
  markPublished(instruments: readonly Instrument[]): Promise<void>;
  /** Decides about the clock from what is kept, alone among all instances, and keeps the decision. */
  decideClock(decide: (stored: StoredClock | null) => StoredClock): Promise<StoredClock>;
  /** Throws, saying why, when the database cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
