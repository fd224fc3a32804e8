import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createWriteTurns } from './write-turns.ts';

/** Connections that record when their frames are written. */
function createWires(count: number) {
  const written: number[] = [];
  const wires = Array.from({ length: count }, (_, index) => ({
    cork: () => undefined,
    uncork: () => void written.push(index),
  }));
  return { wires, written };
}

test('a turn of the event loop writes to so many sockets, in the order of their first frames', async () => {
  const { wires, written } = createWires(25);
  const { hold } = createWriteTurns(10);
  for (const wire of wires) expect(hold(wire)).toBe(true);
  for (const wire of wires) expect(hold(wire)).toBe(false);
  const seen: number[] = [];
  while (written.length < wires.length) {
    await setImmediate();
    if (written.length > 0) seen.push(written.length);
  }
  expect(seen).toEqual([10, 20, 25]);
  expect(written).toEqual(wires.map((_, index) => index));
});

test('frames that come after a write are held again', async () => {
  const { wires, written } = createWires(1);
  const { hold } = createWriteTurns();
  for (let round = 0; round < 3; round += 1) {
    for (const wire of wires) expect(hold(wire)).toBe(true);
    await setImmediate();
    await setImmediate();
  }
  expect(written).toEqual([0, 0, 0]);
});
