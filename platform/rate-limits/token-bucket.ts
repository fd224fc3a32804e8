/** A quota: a bucket of `capacity` tokens, which fills evenly within `windowMs`. A unit of work takes one token. */
export interface BucketPolicy {
  readonly capacity: number;
  readonly windowMs: number;
}

/** The tokens of a bucket at an instant; negative for a debt. A bucket without a level is full. */
export interface BucketLevel {
  readonly tokens: number;
  readonly atMs: number;
}

/** Tokens to take from one bucket. */
export interface Charge {
  readonly policy: BucketPolicy;
  readonly count: number;
}

/** How to charge: `take` takes all charges or none, `settle` takes each charge and may leave a debt. */
export type ChargeMode = 'take' | 'settle';

/** A bucket after its charge. */
export interface ChargedBucket {
  readonly tokens: number;
  /** Time until the bucket has the tokens of the charge; 0 when it had them. */
  readonly waitMs: number;
}

export interface Charged {
  /** False when a bucket had too few tokens and nothing was taken. */
  readonly isTaken: boolean;
  /** In the order of the charges. */
  readonly buckets: readonly ChargedBucket[];
}

/**
 * The largest debt, in capacities. It bounds how long a client pays for what it took from several processes at once; a smaller
 * one would forgive a part of that.
 */
export const MAX_DEBT = 10;

/** Sums of refills have rounding errors, which must not refuse work that has waited long enough. */
const TOLERANCE = 1e-6;

/**
 * Charges several buckets at once. A charge above the capacity needs a full bucket and leaves a debt.
 *
 * The script of redis-buckets.ts computes the same in the same order of operations.
 *
 * @param levels in the order of the charges; null for a full bucket
 */
export function chargeBuckets(
  levels: readonly (BucketLevel | null)[],
  charges: readonly Charge[],
  mode: ChargeMode,
  nowMs: number,
): Charged {
  const before = charges.map(({ policy, count }, index) => {
    const tokens = tokensAt(levels[index] ?? null, policy, nowMs);
    return { tokens, waitMs: waitMs(tokens, policy, count) };
  });
  const isTaken = mode === 'settle' || before.every((bucket) => bucket.waitMs === 0);
  const buckets = before.map(({ tokens, waitMs }, index) => {
    const { policy, count } = charges[index] as Charge;
    return { tokens: isTaken ? Math.max(tokens - count, -MAX_DEBT * policy.capacity) : tokens, waitMs };
  });
  return { isTaken, buckets };
}

/** The tokens of a bucket now. A clock that runs back adds none. */
export function tokensAt(level: BucketLevel | null, policy: BucketPolicy, nowMs: number): number {
  if (!level) return policy.capacity;
  const refill = (Math.max(nowMs - level.atMs, 0) * policy.capacity) / policy.windowMs;
  return Math.min(level.tokens + refill, policy.capacity);
}

/** Time until a bucket is full, in whole milliseconds. */
export const fullAfterMs = (tokens: number, { capacity, windowMs }: BucketPolicy): number =>
  Math.ceil(((capacity - tokens) * windowMs) / capacity);

function waitMs(tokens: number, { capacity, windowMs }: BucketPolicy, count: number): number {
  const missing = Math.min(count, capacity) - tokens;
  return missing <= TOLERANCE ? 0 : Math.ceil((missing * windowMs) / capacity);
}
