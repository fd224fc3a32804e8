import { LRUCache } from 'lru-cache';
import { chargeBuckets, type BucketLevel, type BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import type { Clock } from '#platform/time/clock.ts';

/** Clients whose shares are known. One that is forgotten has its whole share again. */
const MAX_CLIENTS = 10_000;

/** The shares of clients in some work. */
export interface ClientShares {
  /** Charges a client; false when it has too little left, and nothing was taken. */
  take(client: string, amount: number): boolean;
}

/** Creates the shares. Each client has one of this size, which fills again as the policy says. */
export function createClientShares(clock: Clock, policy: BucketPolicy): ClientShares {
  const levels = new LRUCache<string, BucketLevel>({ max: MAX_CLIENTS });
  return {
    take: (client, amount) => {
      const atMs = clock.nowMs();
      const charges = [{ policy, count: amount }];
      const { isTaken, buckets } = chargeBuckets([levels.get(client) ?? null], charges, 'take', atMs);
      levels.set(client, { tokens: buckets[0]?.tokens ?? 0, atMs });
      return isTaken;
    },
  };
}
