import type { LateWork } from '#platform/fair-queue/late-turns.ts';
import { LRUCache } from 'lru-cache';
import { chargeBuckets, type BucketLevel, type BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import type { Clock } from '#platform/time/clock.ts';

/**
 * Milliseconds of a processor that the openings and the events of a client take as light work, at once and over time: 15 % of a
 * processor. Hundreds of openings at once, the events of a long past, and those of hundreds of streams take more.
 */
const SHARE: BucketPolicy = { capacity: 150, windowMs: 1_000 };
/** Clients whose shares are known. One that is forgotten has its whole share again. */
const MAX_CLIENTS = 10_000;

/** The shares of clients in the work for their streams. */
export interface ClientShares {
  /** Charges a client with some milliseconds; false when it has too little left, and nothing was taken. */
  take(client: string, workMs: number): boolean;
}

export function createClientShares(clock: Clock): ClientShares {
  const levels = new LRUCache<string, BucketLevel>({ max: MAX_CLIENTS });
  return {
    take: (client, workMs) => {
      const atMs = clock.nowMs();
      const charges = [{ policy: SHARE, count: workMs }];
      const { isTaken, buckets } = chargeBuckets([levels.get(client) ?? null], charges, 'take', atMs);
      levels.set(client, { tokens: buckets[0]?.tokens ?? 0, atMs });
      return isTaken;
    },
  };
}

/** Work on a busy process takes longer than estimated, and rests longer, up to this multiple of the estimate. */
const MOST_OF_ESTIMATE = 2;

/** The times of late work, from its estimate. */
export const lateTimes = (workMs: number): Pick<LateWork, 'leastMs' | 'mostMs'> => ({
  leastMs: workMs,
  mostMs: MOST_OF_ESTIMATE * workMs,
});
