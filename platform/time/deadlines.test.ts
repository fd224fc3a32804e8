import { expect, test } from 'vitest';
import { createDeadlines } from './deadlines.ts';
import { createManualClock } from './manual-clock.ts';

test('calls what was not removed in time, each after its own time', () => {
  const clock = createManualClock(0);
  const deadlines = createDeadlines(clock, 1_000);
  const called: string[] = [];
  const begin = (name: string) => {
    const awaited = { onDeadline: () => void called.push(`${name} ${clock.nowMs()}`) };
    deadlines.add(awaited);
    return awaited;
  };
  begin('a');
  clock.advance(400);
  const inTime = begin('b');
  begin('c');
  clock.advance(500);
  deadlines.remove(inTime);
  expect(called).toEqual([]);
  clock.advance(10_000);
  expect(called).toEqual(['a 1000', 'c 1400']);
  begin('d');
  clock.advance(1_000);
  expect(called).toEqual(['a 1000', 'c 1400', 'd 11900']);
});

test('has no alarm while nothing waits', () => {
  const clock = createManualClock(0);
  let alarms = 0;
  const at: typeof clock.at = (instantMs, callback) => {
    alarms += 1;
    const alarm = clock.at(instantMs, () => {
      alarms -= 1;
      callback();
    });
    return {
      cancel: () => {
        alarms -= 1;
        alarm.cancel();
      },
    };
  };
  const deadlines = createDeadlines({ ...clock, at }, 1_000);
  const awaited = { onDeadline: () => undefined };
  deadlines.add(awaited);
  deadlines.add({ onDeadline: () => undefined });
  expect(alarms).toBe(1);
  clock.advance(1_000);
  expect(alarms).toBe(0);
  deadlines.add(awaited);
  deadlines.remove(awaited);
  deadlines.remove(awaited);
  expect(alarms).toBe(0);
});
