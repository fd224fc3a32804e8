import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { inSlices, inSteps } from './slice-turns.ts';

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

/** Runs work while each turn of the event loop takes `turnMs`; returns the number of those turns. */
async function busyTurnsDuring(
  { advance }: { readonly advance: (byMs: number) => void },
  turnMs: number,
  work: Promise<unknown>,
): Promise<number> {
  let isOver = false;
  void work.finally(() => (isOver = true));
  let turns = 0;
  for (; !isOver; turns += 1) {
    advance(turnMs);
    await setImmediate();
  }
  return turns;
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

test('a list of one slice begins at once; of a longer one, each slice is in a turn of its own', async () => {
  const wallClock = createManualClock(0);
  let first = false;
  const short = inSlices([1], { size: 4, wallClock }, () => void (first = true));
  expect(first).toBe(true);
  await short;
  const long = inSlices(numbers(40), { size: 4, wallClock }, () => undefined);
  expect(await turnsDuring(long)).toBeGreaterThanOrEqual(10);
});

test('one turn of the event loop has one slice of all long work, in the order in which it came', async () => {
  const wallClock = createManualClock(0);
  const seen: string[] = [];
  const work = (name: string): Promise<void> =>
    inSlices(numbers(12), { size: 4, wallClock }, () => void seen.push(name));
  const both = Promise.all([work('a'), work('b')]);
  expect(await turnsDuring(both)).toBeGreaterThanOrEqual(6);
  expect(seen).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
});

test('work for all clients waits less than work for one, and none is passed over for ever', async () => {
  const wallClock = createManualClock(0);
  const ended: string[] = [];
  const one = wallClock.turns.idle().then(() => ended.push('one client'));
  const all = async (): Promise<void> => {
    for (let slice = 0; slice < 20; slice += 1) {
      await wallClock.turns.betweenSlices();
      ended.push('all clients');
    }
  };
  await busyTurnsDuring(wallClock, 2, Promise.all([one, all()]));
  expect(ended.indexOf('one client')).toBeGreaterThan(1);
  expect(ended.indexOf('one client')).toBeLessThan(6);
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
  { kind: 'idle', turnMs: 2, most: 10 },
  { kind: 'idle', turnMs: 10, most: 3 },
  { kind: 'idle', turnMs: 80, most: 1 },
  { kind: 'betweenSlices', turnMs: 2, most: 3 },
  { kind: 'betweenSlices', turnMs: 80, most: 1 },
] as const)(
  '$kind lets the work of others end in turns of $turnMs ms, for $most of them',
  async ({ kind, turnMs, most }) => {
    const wallClock = createManualClock(0);
    const turns = await busyTurnsDuring(wallClock, turnMs, wallClock.turns[kind]());
    expect(Math.abs(turns - most)).toBeLessThan(2);
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
