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
  const turns = createWriteTurns({ perTurn: 10 });
  const holds = wires.map((wire) => turns.of(wire)).map((held) => () => held.begin());
  for (const hold of holds) expect(hold()).toBe(true);
  for (const hold of holds) expect(hold()).toBe(false);
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
  const turns = createWriteTurns();
  const holds = wires.map((wire) => turns.of(wire)).map((held) => () => held.begin());
  for (let round = 0; round < 3; round += 1) {
    for (const hold of holds) expect(hold()).toBe(true);
    await setImmediate();
    await setImmediate();
  }
  expect(written).toEqual([0, 0, 0]);
});

test('writes rest in a burst, but for some turns only', async () => {
  const { wires, written } = createWires(2);
  const scene = { rests: true };
  const turns = createWriteTurns({ rests: () => scene.rests });
  const [first = () => false, second = () => false] = wires
    .map((wire) => turns.of(wire))
    .map((held) => () => held.begin());
  first();
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  expect([second(), first(), written.length]).toEqual([true, false, 0]);
  scene.rests = false;
  await setImmediate();
  await setImmediate();
  expect(written).toEqual([0, 1]);
  scene.rests = true;
  first();
  let waited = 0;
  for (; written.length < 3 && waited < 100; waited += 1) await setImmediate();
  expect([waited > 5, waited < 20]).toEqual([true, true]);
});

test('the first frame of a turn is written at once when no other may follow, and those after it share a write', async () => {
  const { wires, written } = createWires(1);
  const scene = { holds: false };
  const turns = createWriteTurns({ holds: () => scene.holds });
  const [hold = () => false] = wires.map((wire) => turns.of(wire)).map((held) => () => held.begin());
  expect([hold(), hold(), hold()]).toEqual([true, true, false]);
  expect(written).toEqual([]);
  await setImmediate();
  expect(written).toEqual([0]);
  expect(hold()).toBe(true);
  await setImmediate();
  expect(written).toEqual([0]);
  scene.holds = true;
  expect([hold(), hold()]).toEqual([true, false]);
  scene.holds = false;
  expect(hold()).toBe(false);
  await setImmediate();
  expect(written).toEqual([0, 0]);
});
