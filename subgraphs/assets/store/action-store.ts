import type { DeclaredAction, FractionSale } from '#domain/corporate-actions/declared-action.ts';
import type { RightsListing, SubscriptionTerms } from '#domain/corporate-actions/subscription-rights.ts';
import type { Instrument } from '#domain/market/instrument.ts';

/** Corporate actions of one ticker whose ex-days are in a range, both ends included; null: no bound. */
export interface ActionQuery {
  /** Custody ticker, or the ticker of a right. */
  readonly ticker: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** The store of corporate actions. Every change of an action raises its version by one. */
export interface ActionStore {
  /** The actions of each query, by ex-day, oldest first. */
  actionsOf(queries: readonly ActionQuery[]): Promise<readonly (readonly DeclaredAction[])[]>;
  actionsById(ids: readonly string[]): Promise<readonly DeclaredAction[]>;
  allActions(): Promise<readonly DeclaredAction[]>;
  /**
   * Runs `decide` with all actions of the companies of these tickers, exclusively among all instances, and stores the actions that it
   * returns. The instruments of stored actions that have their ex-days ahead get a new version.
   */
  changeActions<T extends { readonly changed: readonly DeclaredAction[] }>(
    tickers: readonly string[],
    decide: (stored: readonly DeclaredAction[]) => T,
  ): Promise<T>;
  /** Stores the sale of an action's fractions; null for an unknown id. */
  setFractionSale(id: string, sale: FractionSale): Promise<DeclaredAction | null>;
  /**
   * Brings the listings of rights and receipts to their state on a day, exclusively among all instances. Returns the changed
   * instruments.
   *
   * @param instrumentsOf builds the instruments of a subscription, from its share
   */
  listRights(
    day: string,
    instrumentsOf: (
      terms: SubscriptionTerms,
      listing: RightsListing,
      share: Instrument,
    ) => readonly Instrument[],
  ): Promise<readonly Instrument[]>;
  /** Actions whose newest version has not been published, at most `limit`. */
  unpublishedActions(limit: number): Promise<readonly DeclaredAction[]>;
  /** Marks these versions as published. */
  markActionsPublished(actions: readonly DeclaredAction[]): Promise<void>;
}
