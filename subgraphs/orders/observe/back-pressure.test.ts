import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentLog } from '#platform/observability/log.ts';
import { delay } from '#platform/time/clock.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createBackPressure } from './back-pressure.ts';

function createTrial() {
  const wallClock = createManualClock(0);
  const state = {
    ...{ depth: 0, answers: 0, measured: 0, counted: 0, countingMs: 0 },
    ...{ isFailing: false, obstacle: null as string | null },
  };
  const { check, untilCalm, untilAnswersApplied } = createBackPressure({
    measure: async () => {
      state.measured += 1;
      if (state.isFailing) throw new Error('no answer');
      return { relay: state.depth, book: 0 };
    },
    countAnswers: async () => {
      state.counted += 1;
      await delay(wallClock, state.countingMs);
      return state.answers;
    },
    obstacle: async () => state.obstacle,
    maxBacklog: 10,
    wallClock,
    log: silentLog,
  });
  /** Whether an order passes, after the measurement that it starts. */
  const passes = async (): Promise<boolean> => {
    let hasPassed = true;
    try {
      check();
    } catch (error) {
      expect(error).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterMs: 1_000 } });
      hasPassed = false;
    }
    await setImmediate();
    return hasPassed;
  };
  /** The time that a wait takes, while `onTime` changes the state. */
  const waitMs = async (wait: () => Promise<void>, onTime: (ms: number) => void): Promise<number> => {
    const startMs = wallClock.nowMs();
    let isOver = false;
    void wait().then(() => void (isOver = true));
    for (; !isOver; await setImmediate()) {
      onTime(wallClock.nowMs() - startMs);
      wallClock.advance(10);
    }
    return wallClock.nowMs() - startMs;
  };
  return { state, passes, untilCalm, untilAnswersApplied, waitMs, wallClock };
}

test('refuses orders while a step has more than the limit, and takes them again after it', async () => {
  const { state, passes, wallClock } = createTrial();
  state.depth = 10;
  expect(await passes()).toBe(true);
  state.depth = 11;
  wallClock.advance(250);
  expect(await passes()).toBe(true);
  expect(await passes()).toBe(false);
  state.depth = 0;
  expect(await passes()).toBe(false);
  wallClock.advance(250);
  expect(await passes()).toBe(false);
  expect(await passes()).toBe(true);
});

test('measures four times a second at most, and a failure changes nothing', async () => {
  const { state, passes, wallClock } = createTrial();
  for (let order = 0; order < 100; order++) expect(await passes()).toBe(true);
  expect(state.measured).toBe(1);
  state.isFailing = true;
  wallClock.advance(250);
  expect(await passes()).toBe(true);
  expect(await passes()).toBe(true);
});

test('a large request waits until few messages wait, and a tenth of a second at most', async () => {
  const { state, untilCalm, waitMs } = createTrial();
  await untilCalm();
  state.depth = 101;
  expect(await waitMs(untilCalm, () => undefined)).toBeGreaterThanOrEqual(100);
  const calmAfter40 = (ms: number): void => void (state.depth = ms < 40 ? 160 : 100);
  expect(await waitMs(untilCalm, calmAfter40)).toBeLessThan(80);
});

test('many orders wait until few answers of the exchange wait, and a quarter of a second at most', async () => {
  const { state, untilAnswersApplied, waitMs } = createTrial();
  state.answers = 300;
  await untilAnswersApplied();
  state.answers = 301;
  expect(await waitMs(untilAnswersApplied, () => undefined)).toBeGreaterThanOrEqual(250);
  const appliedAfter40 = (ms: number): void => void (state.answers = ms < 40 ? 1_000 : 0);
  expect(await waitMs(untilAnswersApplied, appliedAfter40)).toBeLessThan(80);
});

test('requests that wait for the same share a measurement, which rests for as long as it has taken', async () => {
  const { state, untilAnswersApplied, waitMs } = createTrial();
  Object.assign(state, { answers: 301, countingMs: 50 });
  const wait = () => Promise.all(Array.from({ length: 20 }, () => untilAnswersApplied()));
  await waitMs(
    async () => void (await wait()),
    () => undefined,
  );
  expect(state.counted).toBeLessThanOrEqual(3);
});
