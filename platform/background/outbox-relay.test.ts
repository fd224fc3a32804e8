import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { startOutboxRelay } from './outbox-relay.ts';

/** An outbox in memory: a batch is deleted when `publish` has resolved, as a transaction would. */
function createTrial(rows: number[], isLocked = false) {
  const clock = createManualClock(0);
  const published: number[] = [];
  const batches: number[] = [];
  const state = { failures: 0, isLocked };
  const relay = startOutboxRelay<number>({
    name: 'trial',
    drain: async (limit, publish) => {
      if (state.isLocked) return null;
      const batch = rows.slice(0, limit);
      batches.push(batch.length);
      if (batch.length > 0) await publish(batch);
      rows.splice(0, batch.length);
      return batch.length;
    },
    publish: async (batch) => {
      published.push(...batch);
      if (state.failures-- > 0) throw new Error('not confirmed');
    },
    clock,
    log: silentLog,
  });
  const advance = async (totalMs: number): Promise<void> => {
    await setImmediate();
    for (let passedMs = 0; passedMs < totalMs; passedMs += 50) {
      clock.advance(50);
      await setImmediate();
    }
  };
  return { relay, rows, published, batches, state, advance };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('publishes full batches without a pause until the outbox is empty', async () => {
  const { published, batches, advance } = createTrial(numbers(1_200));
  await advance(0);
  expect(published).toEqual(numbers(1_200));
  expect(batches).toEqual([500, 500, 200]);
});

test('publishes new rows when woken, and finds rows of another instance by itself', async () => {
  const { relay, rows, published, advance } = createTrial([]);
  await advance(0);
  rows.push(1);
  relay.wake();
  await advance(0);
  expect(published).toEqual([1]);
  rows.push(2);
  await advance(10_000);
  expect(published).toEqual([1, 2]);
});

test('leaves the outbox to the instance that publishes, and takes over when that is gone', async () => {
  const { state, published, advance } = createTrial([1, 2], true);
  await advance(2_000);
  expect(published).toEqual([]);
  state.isLocked = false;
  await advance(500);
  expect(published).toEqual([1, 2]);
});

test('publishes every row in order whatever fails: repeated from the failed batch, never skipped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 1_600 }), fc.nat({ max: 5 }), async (count, failures) => {
      const { relay, state, rows, published, advance } = createTrial(numbers(count));
      state.failures = failures;
      await advance(8_000);
      expect(rows).toEqual([]);
      expect([...new Set(published)]).toEqual(numbers(count));
      await relay.stop();
    }),
    { numRuns: 20 },
  );
});
