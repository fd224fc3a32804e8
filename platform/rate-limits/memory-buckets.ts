import { LRUCache } from 'lru-cache';
import type { Clock } from '../time/clock.ts';
import type { Buckets, BucketStore, KeyedCharge } from './bucket-store.ts';
import { chargeBuckets, type BucketLevel, type Charged, type ChargeMode } from './token-bucket.ts';

/** Token buckets in this process. */
export interface MemoryBuckets extends BucketStore, Buckets {
  /** Replaces the tokens of a bucket. */
  setTokens(key: string, tokens: number): void;
}

/** Bounds the memory for buckets at some 20 MB. A key that is pushed out has a full bucket again. */
const MAX_KEYS = 100_000;

/** @param maxKeys buckets at most; the least recently used one goes first */
export function createMemoryBuckets(clock: Clock, maxKeys = MAX_KEYS): MemoryBuckets {
  const levels = new LRUCache<string, BucketLevel>({ max: maxKeys });
  const charge = (charges: readonly KeyedCharge[], mode: ChargeMode): Charged => {
    const nowMs = clock.nowMs();
    const before = charges.map(({ key }) => levels.get(key) ?? null);
    const charged = chargeBuckets(before, charges, mode, nowMs);
    charges.forEach(({ key }, index) => {
      const tokens = charged.buckets[index]?.tokens ?? 0;
      levels.set(key, { tokens, atMs: Math.max(nowMs, before[index]?.atMs ?? nowMs) });
    });
    return charged;
  };
  return {
    takeNow: (charges) => charge(charges, 'take'),
    take: async (charges) => charge(charges, 'take'),
    settle: async (charges) => charge(charges, 'settle'),
    setTokens: (key, tokens) => void levels.set(key, { tokens, atMs: clock.nowMs() }),
    close: async () => levels.clear(),
  };
}
