import { add } from '../money/integer.ts';

/** The asset that is money, in centavos. Every other asset is a ticker, in shares. */
export const CASH = 'BRL';

/**
 * Where an amount stands. FREE may be used now, RESERVED is held for open orders, DUE leaves (or, when negative, comes
 * in) on a settlement day. OUTSIDE is the rest of the world.
 */
export type Bucket = 'FREE' | 'RESERVED' | 'DUE' | 'OUTSIDE';

/** Ledger accounts that are nobody's: where money and shares come from and go to. */
export const OUTSIDE = {
  /** Banks: deposits and withdrawals. */
  bank: '~bank',
  /** Other custodians: shares brought in. */
  custody: '~custody',
  /** The clearing house, on settlement days. */
  clearing: '~clearing',
} as const;

/** One side of a transfer: a signed amount into a ledger account `(holder, asset, bucket, dueOn)`. */
export interface Leg {
  /** An account's id, or one of OUTSIDE. */
  readonly holder: string;
  readonly asset: string;
  readonly bucket: Bucket;
  /** The settlement day (ISO) of a DUE bucket; null for the others. */
  readonly dueOn: string | null;
  /** Centavos of cash or shares; never zero. */
  readonly amount: number;
}

/** A ledger account, as one end of a movement. */
export type Place = Omit<Leg, 'amount'>;

export const free = (holder: string, asset: string): Place => ({
  holder,
  asset,
  bucket: 'FREE',
  dueOn: null,
});
export const reserved = (holder: string, asset: string): Place => ({
  holder,
  asset,
  bucket: 'RESERVED',
  dueOn: null,
});
export const due = (holder: string, asset: string, dueOn: string): Place => ({
  holder,
  asset,
  bucket: 'DUE',
  dueOn,
});
export const outside = (holder: string, asset: string): Place => ({
  holder,
  asset,
  bucket: 'OUTSIDE',
  dueOn: null,
});

/** The two legs of moving an amount: they sum to zero by construction. Zero moves nothing. */
export function move(amount: number, from: Place, to: Place): readonly Leg[] {
  if (from.asset !== to.asset) throw new RangeError(`cannot move ${from.asset} to ${to.asset}`);
  if (amount === 0) return [];
  return [
    { ...from, amount: -amount },
    { ...to, amount },
  ];
}

/** What the legs sum to for each asset: zero everywhere, or a transfer is not one. */
export function sumsByAsset(legs: readonly Leg[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const leg of legs) sums.set(leg.asset, add(sums.get(leg.asset) ?? 0, leg.amount));
  return sums;
}
