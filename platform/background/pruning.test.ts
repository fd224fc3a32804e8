import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { startPruning } from './pruning.ts';

const DAY_MS = 86_400_000;

/** Pruning of instants in memory, two a batch. */
function createTrial(rows: number[]) {
  const marketClock = createManualClock(100 * DAY_MS);
  const wallClock = createManualClock(0);
  const calls: number[] = [];
  const state = { isFailing: false };
  const task = startPruning({
    name: 'trial',
    rules: [
      {
        name: 'broken',
        keepDays: 1,
        clock: marketClock,
        removeBatch: async () => {
          if (state.isFailing) throw new Error('the store is down');
          return 0;
        },
      },
      {
        name: 'rows',
        keepDays: 10,
        clock: marketClock,
        removeBatch: async (beforeMs) => {
          calls.push(beforeMs);
          const old = rows.filter((atMs) => atMs < beforeMs).slice(0, 2);
          for (const atMs of old) rows.splice(rows.indexOf(atMs), 1);
          return old.length;
        },
      },
    ],
    wallClock,
    log: silentLog,
  });
  const advance = async (ms: number): Promise<void> => {
    wallClock.advance(ms);
    await setImmediate();
  };
  return { task, rows, calls, state, marketClock, advance };
}

test('removes rows older than the days kept, batch by batch, then waits for the next interval', async () => {
  const { task, rows, calls, marketClock, advance } = createTrial([1, 2, 3, 89 * DAY_MS, 91 * DAY_MS]);
  await advance(29_999);
  expect(calls).toEqual([]);
  await advance(1);
  expect(rows).toHaveLength(3);
  await advance(50);
  expect(rows).toEqual([91 * DAY_MS]);
  await advance(50);
  expect(calls).toEqual([90 * DAY_MS, 90 * DAY_MS, 90 * DAY_MS]);
  await advance(60_000);
  expect(calls).toHaveLength(3);
  marketClock.advance(2 * DAY_MS);
  await advance(600_000);
  expect(rows).toEqual([]);
  await task.stop();
});

test('a rule that fails stops no other', async () => {
  const { task, rows, state, advance } = createTrial([1, 2, 3]);
  state.isFailing = true;
  await advance(30_000);
  expect(rows).toEqual([3]);
  state.isFailing = false;
  await advance(10_000);
  expect(rows).toEqual([]);
  await task.stop();
});
