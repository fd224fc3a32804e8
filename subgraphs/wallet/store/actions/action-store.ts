import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { SubscriptionRights } from '#domain/corporate-actions/declared-action.ts';
import type { ExerciseOfRights } from '#domain/ledger/subscription-transfers.ts';
import type { Ratio } from '#domain/money/ratio.ts';
import type { DividendsOfMonth } from '#domain/taxes/proceeds.ts';
import type { EarnedKind } from '#domain/taxes/tax-rules.ts';

/** How far an action has reached the accounts. */
export type ActionState = 'DECLARED' | 'ENTITLED' | 'DONE';

export type DeclaredSubscription = DeclaredAction & { readonly rights: SubscriptionRights };

/** An action that has not reached all accounts yet. */
export interface OpenAction extends DeclaredAction {
  readonly state: Exclude<ActionState, 'DONE'>;
}

/** Shares of an account at the end of an action's record date, and what the action gave for them. */
export interface Entitlement {
  readonly actionId: string;
  readonly accountId: string;
  readonly ownerId: string;
  readonly quantity: number;
  /** Day (ISO) of the market on which the action was booked; null before. */
  readonly appliedOn: string | null;
  readonly grossCentavos: number;
  readonly taxCentavos: number;
  readonly shares: number;
  readonly fraction: Ratio;
  readonly fractionCostBillionths: bigint;
  /** Money for the fraction; null before its sale is paid. */
  readonly fractionCentavos: number | null;
}

/** Result of a corporate action for an account: a sold fraction, or capital paid back beyond the cost. In centavos. */
export interface ActionResult {
  readonly accountId: string;
  readonly actionId: string;
  /** Sequence of its statement entry. */
  readonly sequence: number;
  /** Day (ISO) to which it belongs. */
  readonly tradeDate: string;
  /** Custody ticker. */
  readonly asset: string;
  readonly assetKind: AssetKind;
  readonly kind: EarnedKind;
  /** Entitled shares of a capital return; 0 for a fraction. */
  readonly quantity: number;
  readonly grossCentavos: number;
  readonly profitCentavos: number;
}

/** Loads the entitlements of an action, and the dividends that its company paid their owners in the month before. */
export interface EntitlementScope {
  readonly actionId: string;
  readonly issuer: string;
  /** YYYY-MM of the payment. */
  readonly month: string;
}

/** An exercise of subscription rights that is not credited yet, by the sequence of its statement entry. */
export interface Exercise extends ExerciseOfRights {
  readonly actionId: string;
  readonly accountId: string;
  readonly sequence: number;
}

export interface LoadedEntitlements {
  /** By account. */
  readonly entitlements: ReadonlyMap<string, Entitlement>;
  /** Taxable dividends of the month, by owner. */
  readonly dividends: ReadonlyMap<string, DividendsOfMonth>;
  /** Exercises of the action that are not credited, by account. */
  readonly exercises: ReadonlyMap<string, readonly Exercise[]>;
}

/** The corporate actions of the wallet's store. */
export interface WalletActionStore {
  /** Stores newer versions of actions. A changed action is open again. */
  saveActions(actions: readonly DeclaredAction[]): Promise<void>;
  /** Actions that have not reached all accounts, by record date. */
  openActions(): Promise<readonly OpenAction[]>;
  /**
   * Takes the entitlements of an action from the trades until its record date. Again, it corrects those that are not applied.
   * The action is then ENTITLED.
   */
  takeEntitlements(action: DeclaredAction): Promise<void>;
  /** Accounts whose entitlement is not applied, by owner, after an owner and account. */
  unapplied(actionId: string, after: EntitlementCursor, limit: number): Promise<readonly EntitlementCursor[]>;
  /** Accounts whose fraction is not paid, by owner, after an owner and account. */
  unpaidFractions(
    actionId: string,
    after: EntitlementCursor,
    limit: number,
  ): Promise<readonly EntitlementCursor[]>;
  /** Actions of a custody ticker with this ex-day (ISO). */
  actionsOn(ticker: string, exDate: string): Promise<readonly DeclaredAction[]>;
  /** Splits and reverse splits of a custody ticker whose ex-day (ISO) is not after a day. */
  splitsOf(ticker: string, until: string): Promise<readonly DeclaredAction[]>;
  /** Whether a reverse split of an asset has its ex-day until a day and is not booked for an account. */
  awaitsReverseSplit(accountId: string, asset: string, day: string): Promise<boolean>;
  /** Accounts with shares of an asset, settled or not, by owner, after an owner and account. */
  holders(ticker: string, after: EntitlementCursor, limit: number): Promise<readonly EntitlementCursor[]>;
  /** Accounts with exercises of an action that are not credited, by owner, after an owner and account. */
  uncredited(
    actionId: string,
    after: EntitlementCursor,
    limit: number,
  ): Promise<readonly EntitlementCursor[]>;
  /** The newest subscription with this right whose ex-day has come; null without one. */
  subscriptionOf(rightTicker: string, day: string): Promise<DeclaredSubscription | null>;
  /** Marks an action as DONE, unless a newer version of it was stored meanwhile. */
  finishAction(action: DeclaredAction): Promise<void>;
}

export interface EntitlementCursor {
  readonly ownerId: string;
  readonly accountId: string;
}

export const FIRST_ENTITLEMENT: EntitlementCursor = { ownerId: '', accountId: '' };
