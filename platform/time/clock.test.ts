import { expect, test } from 'vitest';
import { delay, every } from './clock.ts';
import { createManualClock } from './manual-clock.ts';

test('a delay resolves when its time has passed', async () => {
  const clock = createManualClock(0);
  let isOver = false;
  const over = delay(clock, 100).then(() => (isOver = true));
  clock.advance(99);
  await Promise.resolve();
  expect(isOver).toBe(false);
  clock.advance(1);
  await over;
});

test('an abort ends a delay at once', async () => {
  const clock = createManualClock(0);
  const abort = new AbortController();
  const during = delay(clock, 100, abort.signal);
  abort.abort();
  await during;
  await delay(clock, 100, abort.signal);
  expect(clock.nowMs()).toBe(0);
});

test('every calls back once an interval until it is canceled', () => {
  const clock = createManualClock(0);
  const calledAtMs: number[] = [];
  const alarm = every(clock, 10, () => {
    calledAtMs.push(clock.nowMs());
    if (calledAtMs.length === 3) alarm.cancel();
  });
  clock.advance(100);
  expect(calledAtMs).toEqual([10, 20, 30]);
});
