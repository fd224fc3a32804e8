import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { createSlicedPace } from './loop-pace.ts';

/** Starts pieces that take a millisecond each; returns those that have started. */
function createScene() {
  const clock = createManualClock(0);
  const pace = createSlicedPace(clock, 2);
  const started: number[] = [];
  const start = (piece: number): void =>
    void Promise.resolve(pace.turn()).then(() => {
      started.push(piece);
      clock.advance(1);
    });
  return { clock, pace, started, start };
}

test('as many pieces start in a turn of the event loop as fit into a slice', async () => {
  const { pace, started, start } = createScene();
  for (let piece = 1; piece <= 6; piece += 1) start(piece);
  expect(pace.turn()).not.toBeNull();
  const perTurn: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    const before = started.length;
    await setImmediate();
    perTurn.push(started.length - before);
  }
  expect(started).toEqual([1, 2, 3, 4, 5, 6]);
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(3);
});

test('a slice is open until its time is over', async () => {
  const { clock, pace, start } = createScene();
  start(1);
  await setImmediate();
  await setImmediate();
  expect(pace.turn()).toBeNull();
  clock.advance(1);
  expect(pace.turn()).not.toBeNull();
});

test('a slice after a long turn is longer, up to four times', async () => {
  for (const [turnMs, openMs] of [
    [3, 2],
    [12, 4],
    [1_000, 8],
  ] as const) {
    const { clock, pace } = createScene();
    const next = pace.turn();
    await Promise.resolve();
    clock.advance(turnMs);
    await next;
    clock.advance(openMs - 1);
    expect(pace.turn()).toBeNull();
    clock.advance(1);
    expect(pace.turn()).not.toBeNull();
  }
});
