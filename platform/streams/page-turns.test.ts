import { expect, test } from 'vitest';
import { inPageTurns } from './page-turns.ts';

/** Reads that end when the test says so. */
function createStore() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const read = inPageTurns<string>((key, after) => {
    begun.push(`${key}${after}`);
    return new Promise((resolve) => ends.push(() => resolve([`${key}${after}`])));
  });
  const endOne = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { begun, read, endOne };
}

test('one page is read at a time, and a key with one reader waits for one page of a key with hundreds', async () => {
  const { begun, read, endOne } = createStore();
  for (let after = 0; after < 300; after += 1) void read('flood', after, 50);
  void read('other', 0, 50);
  expect(begun).toEqual(['flood0']);
  await endOne();
  await endOne();
  expect(begun).toContain('other0');
  expect(begun).toHaveLength(3);
});

test('readers of the same page share a read that has not begun', async () => {
  const { begun, read, endOne } = createStore();
  void read('a', 0, 50);
  const both = Promise.all([read('a', 7, 50), read('a', 7, 50)]);
  await endOne();
  await endOne();
  expect(await both).toEqual([['a7'], ['a7']]);
  expect(begun).toEqual(['a0', 'a7']);
});

test('a read that has begun is not shared: it may lack what came since', async () => {
  const { begun, read, endOne } = createStore();
  void read('a', 7, 50);
  void read('a', 7, 50);
  await endOne();
  expect(begun).toEqual(['a7', 'a7']);
});

test('a failed read leaves its turn to the next', async () => {
  let fails = true;
  const read = inPageTurns<string>(async (key) => {
    if (fails) throw new Error('the store does not answer');
    return [key];
  });
  const first = read('a', 0, 50);
  const second = read('b', 0, 50);
  await expect(first).rejects.toThrow('the store does not answer');
  fails = false;
  await expect(second.catch(() => read('b', 0, 50))).resolves.toEqual(['b']);
});
