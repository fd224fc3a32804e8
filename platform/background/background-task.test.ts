import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentLog, type Log } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { startBackgroundTask, type BackgroundTaskOptions } from './background-task.ts';

/** A task on a manual clock. Its runs succeed at once, unless they are held or made to fail. */
function createTrial(options: Partial<BackgroundTaskOptions> = {}) {
  const clock = createManualClock(0);
  const startedAtMs: number[] = [];
  const lines: string[] = [];
  const log: Log = {
    ...silentLog,
    warn: (_fields, message) => void lines.push(message),
    info: (_fields, message) => void lines.push(message),
  };
  const state = { isFailing: false, isHolding: false, running: 0, most: 0 };
  const held: (() => void)[] = [];
  const task = startBackgroundTask({
    name: 'trial',
    run: async () => {
      startedAtMs.push(clock.nowMs());
      state.most = Math.max(state.most, ++state.running);
      if (state.isHolding) await new Promise<void>((resolve) => held.push(resolve));
      state.running -= 1;
      if (state.isFailing) throw new Error('no');
    },
    schedule: (start) => clock.after(1_000, start),
    backoff: { firstMs: 100, maxMs: 400 },
    clock,
    log,
    ...options,
  });
  const advance = async (totalMs: number, stepMs = 50): Promise<void> => {
    await setImmediate();
    for (let passedMs = 0; passedMs < totalMs; passedMs += stepMs) {
      clock.advance(stepMs);
      await setImmediate();
    }
  };
  const release = async (): Promise<void> => {
    state.isHolding = false;
    for (const resolve of held.splice(0)) resolve();
    await setImmediate();
  };
  return { task, clock, state, startedAtMs, lines, advance, release };
}

test('runs at start and as it is scheduled', async () => {
  const { advance, startedAtMs } = createTrial();
  await advance(2_500);
  expect(startedAtMs).toEqual([0, 1_000, 2_000]);
});

test('a wake starts a run at once, and the schedule begins anew', async () => {
  const { task, advance, startedAtMs } = createTrial();
  await advance(300);
  task.wake();
  await advance(1_200);
  expect(startedAtMs).toEqual([0, 300, 1_300]);
});

test('wakes during a run start one more run after it', async () => {
  const { task, state, advance, release, startedAtMs } = createTrial({ runsAtStart: false });
  state.isHolding = true;
  task.wake();
  await advance(200);
  task.wake();
  task.wake();
  expect(startedAtMs).toEqual([0]);
  await release();
  expect(startedAtMs).toEqual([0, 200]);
  await advance(900);
  expect(startedAtMs).toEqual([0, 200]);
});

test('without a schedule only a wake starts a run', async () => {
  const { task, advance, startedAtMs } = createTrial({ runsAtStart: false, schedule: () => null });
  await advance(5_000);
  expect(startedAtMs).toEqual([]);
  task.wake();
  await advance(5_000);
  expect(startedAtMs).toEqual([5_000]);
});

test('repeats a failed run with growing delays, logs the first failure and the success', async () => {
  const { state, advance, startedAtMs, lines } = createTrial({ runsAtStart: false });
  state.isFailing = true;
  await advance(2_000);
  state.isFailing = false;
  await advance(1_500);
  expect(startedAtMs).toEqual([1_000, 1_100, 1_300, 1_700, 2_100, 3_100]);
  expect(lines).toEqual(['a background task failed and will run again', 'a background task works again']);
});

test('a wake does not shorten the delay of a retry; runNow does and begins the backoff anew', async () => {
  const { task, state, advance, startedAtMs } = createTrial({ runsAtStart: false });
  state.isFailing = true;
  task.runNow();
  await advance(750);
  expect(startedAtMs).toEqual([0, 100, 300, 700]);
  task.wake();
  await setImmediate();
  expect(startedAtMs).toHaveLength(4);
  task.runNow();
  await advance(100);
  expect(startedAtMs.slice(4)).toEqual([750, 850]);
});

test('without a backoff the next regular run repeats a failed one, and each failure is logged', async () => {
  const { state, advance, startedAtMs, lines } = createTrial({ backoff: null });
  state.isFailing = true;
  await advance(2_200);
  expect(startedAtMs).toEqual([0, 1_000, 2_000]);
  expect(lines).toHaveLength(2);
});

test('stop waits for the run under way and the one that was requested', async () => {
  const { task, state, advance, release, startedAtMs } = createTrial({ runsAtStart: false });
  state.isHolding = true;
  task.wake();
  task.wake();
  let isStopped = false;
  const stopped = task.stop().then(() => (isStopped = true));
  task.wake();
  await advance(2_000);
  expect(isStopped).toBe(false);
  await release();
  await stopped;
  await advance(5_000);
  expect(startedAtMs).toEqual([0, 2_000]);
});

test('stop does not wait for a retry', async () => {
  const { task, state, advance, startedAtMs } = createTrial({ runsAtStart: false });
  state.isFailing = true;
  task.wake();
  await advance(0);
  await task.stop();
  await advance(5_000);
  expect(startedAtMs).toEqual([0]);
});

test('a wake is never lost and runs never overlap, whatever happens', async () => {
  const step = fc.constantFrom('wake', 'runNow', 'hold', 'release', 'fail', 'succeed', 'advance');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { task, clock, state, startedAtMs, advance, release } = createTrial();
      for (const name of steps) {
        if (name === 'wake') task.wake();
        if (name === 'runNow') task.runNow();
        if (name === 'hold') state.isHolding = true;
        if (name === 'release') await release();
        if (name === 'fail') state.isFailing = true;
        if (name === 'succeed') state.isFailing = false;
        if (name === 'advance') clock.advance(130);
        await setImmediate();
      }
      expect(state.most).toBe(1);
      state.isFailing = false;
      await release();
      const before = startedAtMs.length;
      task.wake();
      await advance(500);
      expect(startedAtMs.length).toBeGreaterThan(before);
      await task.stop();
      expect(state.running).toBe(0);
    }),
    { numRuns: 200 },
  );
});
