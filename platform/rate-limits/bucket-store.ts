import type { Charge, Charged } from './token-bucket.ts';

/** A charge of the bucket with this key. A key always has the same policy. */
export interface KeyedCharge extends Charge {
  readonly key: string;
}

/** Token buckets by key that decide at once. */
export interface Buckets {
  /** Takes all charges, or none when a bucket has too few tokens. At most one charge for each key. */
  takeNow(charges: readonly KeyedCharge[]): Charged;
  close(): Promise<void>;
}

/** Token buckets by key. A bucket that is full again takes no memory. */
export interface BucketStore {
  /** Takes all charges, or none when a bucket has too few tokens. At most one charge for each key. */
  take(charges: readonly KeyedCharge[]): Promise<Charged>;
  /** Takes all charges, into debt if need be. At most one charge for each key. */
  settle(charges: readonly KeyedCharge[]): Promise<Charged>;
  close(): Promise<void>;
}
