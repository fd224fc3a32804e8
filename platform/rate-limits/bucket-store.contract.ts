import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '../time/manual-clock.ts';
import type { BucketStore, KeyedCharge } from './bucket-store.ts';
import { chargeBuckets, type BucketLevel } from './token-bucket.ts';

/**
 * The contract of every store of token buckets.
 *
 * @param open opens another connection to the same buckets; only one is needed for a store of one process
 */
export function bucketStoreContract(open: (clock: ManualClock) => BucketStore | Promise<BucketStore>): void {
  const policy = { capacity: 5, windowMs: 1_000 };
  let clock: ManualClock;
  let store: BucketStore;
  let prefix: string;
  let serial = 0;
  const one = (key: string, count = 1): KeyedCharge => ({ key: prefix + key, policy, count });

  beforeEach(async () => {
    clock = createManualClock(Date.parse('2026-03-16T13:00:00Z'));
    store = await open(clock);
    prefix = `contract:${process.pid}:${Date.now()}:${serial++}:`;
  });
  afterEach(() => store.close());

  test('takes what a bucket has, then refuses with the time to wait', async () => {
    expect(await store.take([one('a', 5)])).toEqual({ isTaken: true, buckets: [{ tokens: 0, waitMs: 0 }] });
    expect(await store.take([one('a', 2)])).toEqual({
      isTaken: false,
      buckets: [{ tokens: 0, waitMs: 400 }],
    });
    clock.advance(399);
    expect((await store.take([one('a', 2)])).isTaken).toBe(false);
    clock.advance(1);
    expect((await store.take([one('a', 2)])).isTaken).toBe(true);
  });

  test('keeps the buckets of different keys apart', async () => {
    await store.take([one('a', 5)]);
    expect((await store.take([one('b', 5)])).isTaken).toBe(true);
  });

  test('takes from all buckets or from none', async () => {
    await store.take([one('a', 5)]);
    expect((await store.take([one('a'), one('b')])).isTaken).toBe(false);
    expect((await store.take([one('b', 5)])).isTaken).toBe(true);
  });

  test('settles into a debt, which is paid first', async () => {
    expect(await store.settle([one('a', 8)])).toMatchObject({ isTaken: true, buckets: [{ tokens: -3 }] });
    expect(await store.take([one('a')])).toMatchObject({ isTaken: false, buckets: [{ waitMs: 800 }] });
  });

  test('accepts an empty list', async () => {
    expect(await store.take([])).toEqual({ isTaken: true, buckets: [] });
  });

  test('admits no more than the capacity of 50 takes at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => store.take([one('a'), one('b')])));
    expect(answers.filter(({ isTaken }) => isTaken)).toHaveLength(5);
  });

  test('keeps fractions of tokens', async () => {
    const third = { key: `${prefix}third`, policy: { capacity: 1, windowMs: 3_000 }, count: 1 };
    await store.take([third]);
    for (let step = 1; step < 30; step += 1) {
      clock.advance(100);
      expect((await store.take([third])).isTaken).toBe(false);
    }
    clock.advance(100);
    expect((await store.take([third])).isTaken).toBe(true);
  });

  test('computes what the pure function computes', async () => {
    const step = fc.record({
      pauseMs: fc.nat(700),
      mode: fc.constantFrom('take' as const, 'settle' as const),
      counts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const run = `run${serial++}:`;
        const levels = new Map<number, BucketLevel>();
        for (const { pauseMs, mode, counts } of steps) {
          clock.advance(pauseMs);
          const nowMs = clock.nowMs();
          const charges = counts.map((count, index) => ({
            key: `${prefix}${run}${index}`,
            policy: { capacity: 3 + index, windowMs: 900 + 7 * index },
            count,
          }));
          const known = charges.map((_charge, index) => levels.get(index) ?? null);
          const expected = chargeBuckets(known, charges, mode, nowMs);
          expect(await store[mode](charges)).toEqual(expected);
          expected.buckets.forEach(({ tokens }, index) => levels.set(index, { tokens, atMs: nowMs }));
        }
      }),
      { numRuns: 30 },
    );
  });
}
