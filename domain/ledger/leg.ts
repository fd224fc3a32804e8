import { add } from '../money/integer.ts';

/** Asset code of cash, counted in centavos. Every other asset is a custody ticker (PETR4, also for PETR4F), counted in shares. */
export const CASH = 'BRL';

/**
 * State of an amount. FREE may be used now. RESERVED is held for open orders. OWED is cash that the account owes to the
 * broker, and never positive. DUE leaves on a settlement day, or arrives when negative. OUTSIDE belongs to a counterparty
 * outside the broker.
 */
export type Bucket = 'FREE' | 'RESERVED' | 'OWED' | 'DUE' | 'OUTSIDE';

/** Counterparties outside the broker, as holders of OUTSIDE legs. */
export const OUTSIDE = {
  /** Banks, for deposits and withdrawals. */
  bank: '~bank',
  /** Other custodians, for deposits of shares. */
  custody: '~custody',
  /** The clearing house, on settlement days. */
  clearing: '~clearing',
  /** Companies, for corporate actions. */
  company: '~company',
  /** The federal revenue, for tax that companies withhold. */
  revenue: '~revenue',
  /** The broker itself, for charges of debit balances. */
  broker: '~broker',
} as const;

/** One side of a transfer: a signed amount added to the ledger account `(holder, asset, bucket, dueOn)`. */
export interface Leg {
  /** Id of an account, or one of OUTSIDE. */
  readonly holder: string;
  readonly asset: string;
  readonly bucket: Bucket;
  /** The settlement day (ISO) of a DUE bucket; null for the others. */
  readonly dueOn: string | null;
  /** Centavos of cash or shares; never zero. */
  readonly amount: number;
}

/** A ledger account: holder, asset, bucket and settlement day. */
export type LedgerAccount = Omit<Leg, 'amount'>;

export const free = (holder: string, asset: string): LedgerAccount => ({
  holder,
  asset,
  bucket: 'FREE',
  dueOn: null,
});
export const reserved = (holder: string, asset: string): LedgerAccount => ({
  holder,
  asset,
  bucket: 'RESERVED',
  dueOn: null,
});
export const owed = (holder: string): LedgerAccount => ({
  holder,
  asset: CASH,
  bucket: 'OWED',
  dueOn: null,
});
export const due = (holder: string, asset: string, dueOn: string): LedgerAccount => ({
  holder,
  asset,
  bucket: 'DUE',
  dueOn,
});
export const outside = (holder: string, asset: string): LedgerAccount => ({
  holder,
  asset,
  bucket: 'OUTSIDE',
  dueOn: null,
});

/** The two legs that move an amount; they sum to zero. No legs for a zero amount. */
export function move(amount: number, from: LedgerAccount, to: LedgerAccount): readonly Leg[] {
  if (from.asset !== to.asset) throw new RangeError(`cannot move ${from.asset} to ${to.asset}`);
  if (amount === 0) return [];
  return [
    { ...from, amount: -amount },
    { ...to, amount },
  ];
}

/** Sum of the legs for each asset; each sum is zero in a valid transfer. */
export function sumsByAsset(legs: readonly Leg[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const leg of legs) sums.set(leg.asset, add(sums.get(leg.asset) ?? 0, leg.amount));
  return sums;
}
