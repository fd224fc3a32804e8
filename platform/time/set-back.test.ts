import { expect, test } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { readinessWithClock, watchSetBack } from './set-back.ts';

function clockBehind() {
  const manual = createManualClock(0);
  let behindMs = 0;
  return {
    clock: { ...manual, behindMs: () => behindMs },
    /** The difference at the next check. */
    check: (difference: number): void => {
      behindMs = difference;
      manual.advance(1_000);
    },
  };
}

test('each time that the clock is set back is reported once', () => {
  const { clock, check } = clockBehind();
  const reported: number[] = [];
  watchSetBack(clock, (behindMs) => reported.push(behindMs));
  for (const difference of [0.4, 900, 1_950, 3_600_000, 3_599_990, 3_599_980, 3_700_000, 0, 5_000])
    check(difference);
  expect(reported).toEqual([1_950, 3_600_000, 3_700_000, 5_000]);
});

test('the health has a reason while the clock is behind, and stays ready', async () => {
  const { clock, check } = clockBehind();
  const readiness = readinessWithClock(clock, async () => [{ name: 'database', ready: false }]);
  expect(await readiness()).toEqual([
    { name: 'clock', ready: true },
    { name: 'database', ready: false },
  ]);
  check(3_600_000);
  expect((await readiness())[0]).toEqual({
    name: 'clock',
    ready: true,
    detail: expect.stringContaining("the machine's clock is 3600 s behind") as unknown,
  });
});
