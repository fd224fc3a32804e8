import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSharedBatches } from './shared-batches.ts';

/** Batches that double numbers; 13 cannot run, and nothing can while the database is down. */
function createTrial(maxItems = 100, maxWaiting = Infinity) {
  const runs: (readonly number[])[] = [];
  const state = { isDown: false };
  const { submit } = createSharedBatches<number, number>({
    run: async (items) => {
      runs.push(items);
      await setImmediate();
      if (state.isDown) throw new Error('down');
      if (items.includes(13)) throw new Error('unlucky');
      return items.map((item) => 2 * item);
    },
    maxItems,
    maxWaiting,
    isOfAll: (error) => (error as Error).message === 'down',
  });
  return { runs, state, submit };
}

test('runs a lone call at once, and together all that came while it ran', async () => {
  const { runs, submit } = createTrial();
  const first = submit([1]);
  await Promise.resolve();
  const others = [submit([2, 3]), submit([4])];
  expect(await first).toEqual([2]);
  expect(await Promise.all(others)).toEqual([[4, 6], [8]]);
  expect(runs).toEqual([[1], [2, 3, 4]]);
});

test('runs a second batch beside the first when more wait than may', async () => {
  const { runs, submit } = createTrial(100, 3);
  const first = submit([1]);
  await Promise.resolve();
  const others = [submit([2, 3, 4]), submit([5, 6]), submit([7])];
  await Promise.resolve();
  expect(runs).toEqual([[1], [5, 6, 7]]);
  expect(await Promise.all([first, ...others])).toEqual([[2], [4, 6, 8], [10, 12], [14]]);
  expect(runs).toHaveLength(3);
});

test('an item that cannot run fails its own call alone', async () => {
  const { submit } = createTrial();
  const first = submit([1]);
  await Promise.resolve();
  const [good, bad, other] = [submit([2]), submit([13, 3]), submit([4])];
  await first;
  await expect(bad).rejects.toThrow('unlucky');
  expect([await good, await other]).toEqual([[4], [8]]);
});

test('fails all calls of a batch with the error that concerns all of them, without a repeat', async () => {
  const { runs, state, submit } = createTrial();
  const first = submit([1]);
  await Promise.resolve();
  const others = [submit([2]), submit([3])].map((one) => expect(one).rejects.toThrow('down'));
  await first;
  state.isDown = true;
  await Promise.all(others);
  expect(runs).toHaveLength(2);
});

test('every call gets the results of its own items, whatever comes together and fails', async () => {
  const calls = fc.array(fc.array(fc.integer({ min: 10, max: 14 }), { maxLength: 5 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      calls,
      fc.integer({ min: 1, max: 8 }),
      fc.nat(9),
      async (given, maxItems, maxWaiting) => {
        const { runs, submit } = createTrial(maxItems, maxWaiting);
        const answers = await Promise.allSettled(given.map((items) => submit(items)));
        answers.forEach((answer, index) => {
          const items = given[index] ?? [];
          if (answer.status === 'fulfilled') expect(answer.value).toEqual(items.map((item) => 2 * item));
          else expect(items).toContain(13);
        });
        expect(runs.every((items) => items.length <= Math.max(maxItems, 5))).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});
