/**
 * A slow and plain model of a Brazilian broker's books: positions, notes and months from executions and corporate actions alone.
 * It shares no code with the broker. Money is in centavos, costs of positions in billionths of a real.
 */

/** A ratio of whole numbers. */
export type Fraction = readonly [top: bigint, bottom: bigint];

/** An execution as its client saw it, in the order of trading. */
export interface Execution {
  /** Trade date (ISO). */
  readonly day: string;
  /** Ticker of the market: PETR4F. */
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: bigint;
  readonly price: bigint;
  readonly isAuction: boolean;
}

/** Shares from another custodian. */
export interface Arrival {
  readonly day: string;
  readonly ticker: string;
  readonly quantity: bigint;
  readonly cost: bigint;
}

export interface ModelAccount {
  readonly id: string;
  readonly executions: readonly Execution[];
  readonly arrivals: readonly Arrival[];
}

/** A corporate action. Amounts and prices are in reais a share. */
export interface ModelAction {
  readonly kind: 'SPLIT' | 'REVERSE_SPLIT' | 'BONUS' | 'CAPITAL_RETURN' | 'DIVIDEND' | 'JCP';
  readonly ticker: string;
  /** Entitled is who holds at the end of this day. */
  readonly recordDate: string;
  /** Day of the payment, of the credit of bonus shares, or ex-day of a split. */
  readonly appliesOn: string;
  /** Shares after it for one before, or money for a share. */
  readonly figure: Fraction;
  /** Declared cost of a bonus share; zero without one. */
  readonly costOfShare: Fraction;
  /** Sale of the fractions; null for an action without any. */
  readonly fractions: { readonly paidOn: string; readonly price: Fraction } | null;
}

export type ModelKind = 'STOCK' | 'FUND' | 'REIT';

export interface Position {
  shares: bigint;
  /** In billionths of a real. */
  cost: bigint;
  /** Profit realized so far, in centavos. */
  realized: bigint;
}

/** Result of a sale, or of a corporate action. */
export interface Result {
  readonly day: string;
  readonly ticker: string;
  readonly kind: 'ORDINARY' | 'DAY_TRADE' | 'CAPITAL_RETURN';
  readonly quantity: bigint;
  readonly gross: bigint;
  readonly proceeds: bigint;
  readonly cost: bigint;
}

export interface ModelNote {
  readonly accountId: string;
  readonly day: string;
  readonly settlement: bigint;
  readonly trading: bigint;
  /** Tax that the note deducts. */
  readonly withheld: bigint;
  readonly net: bigint;
}

export interface ModelMonth {
  readonly month: string;
  readonly sales: bigint;
  /** In this order: the common pool, real estate funds, day trades. */
  readonly bases: readonly bigint[];
  readonly taxes: readonly bigint[];
  readonly losses: readonly bigint[];
  readonly capitalGain: bigint;
  readonly withheld: bigint;
  readonly due: bigint;
}

export const assetOf = (ticker: string): string => ticker.replace(/F$/, '');
export const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
export const positive = (value: bigint): bigint => (value > 0n ? value : 0n);
export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
/** Nearest whole number of a fraction that is not negative; a half goes up. */
export const nearest = (top: bigint, bottom: bigint): bigint => (2n * top + bottom) / (2n * bottom);
/** Billionths of a real in a centavo. */
export const CENTAVO = 10_000_000n;
