import { expect, test } from 'vitest';
import { createHeartbeats } from './heartbeats.ts';
import { createManualClock } from './manual-clock.ts';

test('each beats once in an interval, for the first time after about one', () => {
  const clock = createManualClock(0);
  const heartbeats = createHeartbeats(clock, 1_600);
  const beats: string[] = [];
  heartbeats.add({ beat: () => void beats.push('a') });
  clock.advance(750);
  heartbeats.add({ beat: () => void beats.push('b') });
  clock.advance(750);
  expect(beats).toEqual([]);
  clock.advance(100);
  expect(beats).toEqual(['a']);
  clock.advance(3_200);
  expect(beats).toEqual(['a', 'b', 'a', 'b', 'a']);
});

test('one that has ended beats no more, and the clock has no alarm without any', () => {
  const clock = createManualClock(0);
  let alarms = 0;
  const counting = {
    ...clock,
    after: (delayMs: number, callback: () => void) => {
      alarms += 1;
      return clock.after(delayMs, callback);
    },
  };
  const heartbeats = createHeartbeats(counting, 1_600);
  let beats = 0;
  const beating = { beat: () => void (beats += 1) };
  heartbeats.add(beating);
  clock.advance(1_600);
  heartbeats.remove(beating);
  heartbeats.remove(beating);
  const before = alarms;
  clock.advance(16_000);
  expect([beats, alarms]).toEqual([1, before]);
  heartbeats.add(beating);
  clock.advance(1_600);
  expect(beats).toBe(2);
});
