import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { pollUntil } from './poll.ts';

function trial(holdsAtMs: number) {
  const clock = createManualClock(0);
  const checkedAtMs: number[] = [];
  const outcome = pollUntil(
    async () => {
      checkedAtMs.push(clock.nowMs());
      return clock.nowMs() >= holdsAtMs;
    },
    { clock, everyMs: 100, timeoutMs: 250 },
  );
  const advance = async (): Promise<void> => {
    for (let step = 0; step < 20; step++) {
      await setImmediate();
      clock.advance(50);
    }
  };
  return { outcome, checkedAtMs, advance };
}

test.each([
  { holdsAtMs: 0, expected: true, checks: [0] },
  { holdsAtMs: 150, expected: true, checks: [0, 100, 200] },
  { holdsAtMs: 250, expected: true, checks: [0, 100, 200, 250] },
  { holdsAtMs: 300, expected: false, checks: [0, 100, 200, 250] },
])('a condition that holds after $holdsAtMs ms: $expected', async ({ holdsAtMs, expected, checks }) => {
  const { outcome, checkedAtMs, advance } = trial(holdsAtMs);
  await advance();
  expect(await outcome).toBe(expected);
  expect(checkedAtMs).toEqual(checks);
});

test('throws an error of the check', async () => {
  const options = { clock: createManualClock(0), everyMs: 1, timeoutMs: 1 };
  await expect(pollUntil(() => Promise.reject(new Error('no')), options)).rejects.toThrow('no');
});
