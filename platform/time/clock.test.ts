import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWallClock, delay, every } from './clock.ts';
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

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-03-16T13:00:00Z');

/** A machine whose clock can be set. */
function machine() {
  let uptimeMs = 500;
  let startedMs = START - uptimeMs;
  const clock = createWallClock({ dateMs: () => Math.floor(startedMs + uptimeMs), uptimeMs: () => uptimeMs });
  return {
    clock,
    pass: (ms: number): void => void (uptimeMs += ms),
    set: (byMs: number): void => void (startedMs += byMs),
  };
}

test('the wall clock shows the time of the machine, also one that is set ahead', () => {
  const { clock, pass, set } = machine();
  pass(1_000.5);
  expect([clock.nowMs(), clock.behindMs()]).toEqual([START + 1_000, 0]);
  set(HOUR_MS);
  expect([clock.nowMs(), clock.behindMs()]).toEqual([START + 1_000 + HOUR_MS, 0]);
});

test('the wall clock runs on when the clock of the machine is set back, until that one has caught up', () => {
  const { clock, pass, set } = machine();
  pass(10_000);
  expect(clock.nowMs()).toBe(START + 10_000);
  set(-HOUR_MS);
  expect([clock.nowMs(), clock.behindMs()]).toEqual([START + 10_000, HOUR_MS]);
  pass(1_000);
  expect(clock.nowMs()).toBe(START + 10_990);
  pass(100 * HOUR_MS);
  expect(clock.nowMs()).toBe(START + 11_000 + 99 * HOUR_MS);
  expect(clock.behindMs()).toBe(0);
});

test('the wall clock never runs back, however the clock of the machine is set', () => {
  const steps = fc.array(
    fc.tuple(fc.double({ min: 0, max: 5_000, noNaN: true }), fc.integer({ min: -1e7, max: 1e7 })),
  );
  fc.assert(
    fc.property(steps, (changes) => {
      const { clock, pass, set } = machine();
      let last = clock.nowMs();
      for (const [passedMs, setMs] of changes) {
        pass(passedMs);
        set(setMs);
        const now = clock.nowMs();
        expect(Number.isInteger(now)).toBe(true);
        expect(now).toBeGreaterThanOrEqual(last + Math.floor(passedMs * 0.99) - 1);
        last = now;
      }
    }),
  );
});
