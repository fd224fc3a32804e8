import { describe, expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { bucketStoreContract } from './bucket-store.contract.ts';
import { createMemoryBuckets } from './memory-buckets.ts';

describe('token buckets in memory', () => {
  bucketStoreContract((clock) => createMemoryBuckets(clock));

  test('forget the least recently used bucket above their number of keys', () => {
    const buckets = createMemoryBuckets(createManualClock(0), 3);
    const policy = { capacity: 1, windowMs: 60_000 };
    const take = (key: string): boolean => buckets.takeNow([{ key, policy, count: 1 }]).isTaken;
    expect(['a', 'b', 'c'].map(take)).toEqual([true, true, true]);
    expect(take('a')).toBe(false);
    expect(take('d')).toBe(true);
    expect(take('a')).toBe(false);
    expect(take('b')).toBe(true);
  });
});
