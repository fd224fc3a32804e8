import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { betweenSlices, idleTurn, inSlices, inSteps } from './loop-turns.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Counts the turns of the event loop while work runs. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let isOver = false;
  void work.finally(() => (isOver = true));
  for (let turns = 0; ; turns += 1) {
    await Promise.resolve();
    if (isOver) return turns;
    await setImmediate();
  }
}

test.each([
  [0, []],
  [3, [3]],
  [4, [4]],
  [9, [4, 4, 1]],
])('a list of %i is worked off in order, in slices of four at most', async (length, sizes) => {
  const slices: (readonly number[])[] = [];
  const wallClock = createManualClock(0);
  await inSlices(numbers(length), { size: 4, wallClock }, (slice) => void slices.push(slice));
  expect(slices.map((slice) => slice.length)).toEqual(sizes);
  expect(slices.flat()).toEqual(numbers(length));
});

test('the event loop turns between slices, and not before the first one', async () => {
  const wallClock = createManualClock(0);
  let first = false;
  const short = inSlices([1], { size: 4, wallClock }, () => void (first = true));
  expect(first).toBe(true);
  await short;
  const long = inSlices(numbers(40), { size: 4, wallClock }, () => undefined);
  expect(await turnsDuring(long)).toBeGreaterThanOrEqual(9);
});

test('a failed slice ends the work', async () => {
  let slices = 0;
  const work = inSlices(numbers(9), { size: 4, wallClock: createManualClock(0) }, () => {
    slices += 1;
    if (slices === 2) throw new Error('gone');
  });
  await expect(work).rejects.toThrow('gone');
  expect(slices).toBe(2);
});

test.each([
  ['idleTurn', idleTurn, { turnMs: 2, most: 10 }],
  ['idleTurn', idleTurn, { turnMs: 10, most: 3 }],
  ['idleTurn', idleTurn, { turnMs: 80, most: 1 }],
  ['betweenSlices', betweenSlices, { turnMs: 2, most: 3 }],
] as const)(
  '%s lets the work of others end, for some busy turns and 30 ms at most',
  async (_name, wait, { turnMs, most }) => {
    const wallClock = createManualClock(0);
    let busyTurns = 0;
    let isOver = false;
    const others = async (): Promise<void> => {
      for (; !isOver; busyTurns += 1) {
        wallClock.advance(turnMs);
        await setImmediate();
      }
    };
    const busy = others();
    await wait(wallClock);
    isOver = true;
    await busy;
    expect(Math.abs(busyTurns - most)).toBeLessThan(2);
  },
);

test('work in steps gives its result, and rests only after many items', async () => {
  const wallClock = createManualClock(0);
  function* steps(items: number): Generator<number, string, undefined> {
    for (let step = 0; step < 10; step += 1) yield items;
    return 'done';
  }
  const few = inSteps(steps(10), wallClock);
  expect(await turnsDuring(few)).toBe(0);
  const many = inSteps(steps(4_000), wallClock);
  expect(await turnsDuring(many)).toBeGreaterThanOrEqual(9);
  expect(await many).toBe('done');
});
