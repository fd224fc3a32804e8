import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { runLoop } from './reader-loop.ts';

/** A loop that finds nothing in any step, until the test stops it. */
function createScene() {
  let listener = (): void => undefined;
  let steps = 0;
  const stop = runLoop({
    step: async () => {
      steps += 1;
      return false;
    },
    onWork: (given) => {
      listener = given;
      return () => undefined;
    },
    wallClock: createManualClock(0),
    log: silentLog,
  });
  return { stop, work: () => listener(), steps: () => steps };
}

test('runs a step for each call for work, and ends while it waits', async () => {
  const { stop, work, steps } = createScene();
  await setImmediate();
  expect(steps()).toBe(1);
  work();
  await setImmediate();
  expect(steps()).toBe(2);
  await stop();
  work();
  await setImmediate();
  expect(steps()).toBe(2);
});
