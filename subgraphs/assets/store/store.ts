import type { IndexCompositionFact } from '#contracts/calls/assets.ts';
import type { AssetStatus, Instrument, PriceBand } from '#domain/market/instrument.ts';
import type { HistoryAsset } from '#domain/market/history-asset.ts';
import type { ActionStore } from './action-store.ts';
import type { StoredClock } from '../clock/clock-start.ts';

/** Previous close of an instrument at the start of a trade date, and the price band derived from it. */
export interface PreviousClose {
  readonly ticker: string;
  readonly tradeDate: string;
  readonly previousCloseCentavos: number;
  readonly priceBand: PriceBand;
}

/** The store of assets. Every change of an instrument raises its version by one. */
export interface AssetsStore extends ActionStore {
  /** Inserts the instruments whose tickers are not stored yet. */
  seed(instruments: readonly Instrument[]): Promise<void>;
  instruments(): Promise<readonly Instrument[]>;
  /** Returns the changed instrument; unchanged when it already has the status, null for an unknown ticker. */
  setStatus(ticker: string, status: AssetStatus): Promise<Instrument | null>;
  /** Stores previous closes with a later trade date than the stored one. Returns the changed instruments. */
  setPreviousCloses(closes: readonly PreviousClose[]): Promise<readonly Instrument[]>;
  /** Adds securities that are no instruments, or renews their names by a newer day. Returns the number of new ones. */
  addHistoryAssets(assets: readonly HistoryAsset[]): Promise<number>;
  /** In the order of the tickers; null for a ticker without such a security. */
  historyAssets(tickers: readonly string[]): Promise<readonly (HistoryAsset | null)[]>;
  /** Instruments whose newest version has not been published, at most `limit`. */
  unpublished(limit: number): Promise<readonly Instrument[]>;
  /** Marks these versions as published. */
  markPublished(instruments: readonly Instrument[]): Promise<void>;
  /** The imported portfolios of an index, in order of their days. */
  indexCompositions(ticker: string): Promise<readonly IndexCompositionFact[]>;
  /** Stores a portfolio in place of one of the same index and day. */
  saveIndexComposition(composition: IndexCompositionFact): Promise<void>;
  /** Decides the clock from the stored one and stores the decision, exclusively among all instances. */
  decideClock(decide: (stored: StoredClock | null) => StoredClock): Promise<StoredClock>;
  /** Throws with the reason when the database is unavailable. */
  check(): Promise<void>;
  close(): Promise<void>;
}
