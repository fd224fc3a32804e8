import { describe, expect, test } from 'vitest';
import { createLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import type { BucketStore } from './bucket-store.ts';
import { createMemoryBuckets } from './memory-buckets.ts';
import { createSharedBuckets } from './shared-buckets.ts';
import type { Charged } from './token-bucket.ts';

const policy = { capacity: 10, windowMs: 10_000 };

/** Two processes over one shared store, whose exchanges the test holds and breaks. */
function createScene() {
  const clock = createManualClock(0);
  const store = createMemoryBuckets(clock);
  const lines: string[] = [];
  let failed = 0;
  let isDown = false;
  let exchanges = 0;
  const shared: BucketStore = {
    ...store,
    settle: async (charges): Promise<Charged> => {
      exchanges += 1;
      if (isDown) throw new Error('connect ECONNREFUSED');
      return store.settle(charges);
    },
  };
  const processOf = () =>
    createSharedBuckets({
      local: createMemoryBuckets(clock),
      shared,
      clock,
      log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
      failures: { inc: () => (failed += 1) },
    });
  const buckets = [processOf(), processOf()] as const;
  return {
    clock,
    store,
    lines,
    take: (at: 0 | 1, count = 1, key = 'a') => buckets[at].takeNow([{ key, policy, count }]),
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
    setDown: (down: boolean) => (isDown = down),
    failed: () => failed,
    exchanges: () => exchanges,
  };
}

describe('token buckets that processes share', () => {
  test('count the charges of every process', async () => {
    const { take, settled } = createScene();
    expect(take(0, 8).isTaken).toBe(true);
    await settled();
    expect(take(1, 1).isTaken).toBe(true);
    await settled();
    expect(take(1, 2)).toMatchObject({ isTaken: false, buckets: [{ tokens: 1 }] });
  });

  test('turn what was taken too much at once into a debt', async () => {
    const { take, settled, clock } = createScene();
    expect([take(0, 10).isTaken, take(1, 10).isTaken]).toEqual([true, true]);
    await settled();
    expect([take(0).isTaken, take(1).isTaken]).toEqual([false, false]);
    // The first process learns of the debt with its next charge.
    clock.advance(1_000);
    expect(take(0).isTaken).toBe(true);
    await settled();
    clock.advance(10_999);
    expect(take(0).isTaken).toBe(false);
    clock.advance(1);
    expect(take(0).isTaken).toBe(true);
  });

  test('hold the rate in the long run, however a client spreads its requests', async () => {
    const { take, settled, clock } = createScene();
    let taken = 0;
    const minutes = 10;
    for (let step = 0; step < minutes * 60; step += 1) {
      clock.advance(1_000);
      for (const at of step % 20 === 0 ? ([0, 1] as const) : []) {
        while (take(at).isTaken) taken += 1;
      }
      await settled();
    }
    expect(taken).toBeLessThanOrEqual(minutes * 60 + 2 * policy.capacity);
  });

  test('settle all charges of one run of the event loop in one exchange', async () => {
    const { take, settled, exchanges, store } = createScene();
    for (let count = 0; count < 5; count += 1) take(0);
    take(0, 1, 'b');
    await settled();
    expect(exchanges()).toBe(1);
    expect(store.takeNow([{ key: 'a', policy, count: 5 }]).isTaken).toBe(true);
    expect(store.takeNow([{ key: 'a', policy, count: 1 }]).isTaken).toBe(false);
  });

  test('keep charges that come during an exchange', async () => {
    const { take, settled, store } = createScene();
    take(0, 4);
    await Promise.resolve();
    take(0, 3);
    await settled();
    expect(store.takeNow([{ key: 'a', policy, count: 3 }]).isTaken).toBe(true);
    expect(take(0, 4).isTaken).toBe(false);
  });

  test('go on alone while the store is away, say so once, and share again', async () => {
    const { take, settled, setDown, clock, lines, failed, exchanges } = createScene();
    setDown(true);
    expect(take(0, 6).isTaken).toBe(true);
    await settled();
    expect(take(0, 5).isTaken).toBe(false);
    expect(take(1, 10).isTaken).toBe(true);
    await settled();
    const tried = exchanges();
    expect(take(0, 1).isTaken).toBe(true);
    await settled();
    expect(exchanges()).toBe(tried);
    clock.advance(1_000);
    expect(take(0, 1).isTaken).toBe(true);
    await settled();
    expect([failed(), lines.length]).toEqual([3, 2]);
    setDown(false);
    clock.advance(20_000);
    expect(take(0, 9).isTaken).toBe(true);
    await settled();
    expect(lines).toHaveLength(3);
    expect(take(1, 1).isTaken).toBe(true);
    await settled();
    expect(take(1, 1).isTaken).toBe(false);
  });
});
