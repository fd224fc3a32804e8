import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

/** A commit of texts into groups of at most ten characters; texts that begin with "bad" fail their group. */
function createTexts() {
  const written: string[] = [];
  const commit = createGroupCommit<string[]>({
    open: () => [],
    hasRoom: (group, size) => group.join('').length + size <= 10,
    write: async (group) => {
      if (group.some((text) => text.startsWith('bad'))) throw new Error('refused');
      written.push(group.join('+'));
    },
  });
  const append = (text: string) => commit.append((group) => void group.push(text), text.length);
  return { written, commit, append };
}

test('appends share a write in their order, up to the size of a group', async () => {
  const { written, commit, append } = createTexts();
  const groups = await Promise.all(['aaaa', 'bbbb', 'cccc', 'longer than a group', 'd'].map(append));
  expect(written).toEqual(['aaaa+bbbb', 'cccc', 'longer than a group', 'd']);
  expect(groups.map((group) => group.length)).toEqual([2, 2, 1, 1, 1]);
  await commit.settled();
});

test('a write that fails rejects its appends and no others', async () => {
  const { written, append } = createTexts();
  const outcomes = await Promise.allSettled(['a', 'bad', 'another one', 'b'].map(append));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
  expect(written).toEqual(['another one', 'b']);
});

test('an append that throws is rejected, and leaves the others alone', async () => {
  const { written, commit, append } = createTexts();
  const thrown = commit.append(() => {
    throw new Error('no text');
  });
  const outcomes = await Promise.allSettled([append('a'), thrown]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(written).toEqual(['a']);
});

test('work between groups comes after what was appended before and before what is appended later', async () => {
  const { written, commit, append } = createTexts();
  const [, result] = await Promise.all([
    append('a'),
    commit.between(async () => {
      written.push('between');
      return 7;
    }),
    append('b'),
    expect(commit.between(() => Promise.reject(new Error('no work')))).rejects.toThrow('no work'),
    append('c'),
  ]);
  expect(result).toBe(7);
  expect(written).toEqual(['a', 'between', 'b', 'c']);
});

test('a caller that appends again when it is acknowledged joins the next group', async () => {
  const groups: string[][] = [];
  const commit = createGroupCommit<string[]>({
    open: () => [],
    hasRoom: () => true,
    write: async (group) => void groups.push(group),
  });
  const append = (text: string) => commit.append((group) => void group.push(text));
  const begun = append('a').then(() => append('c'));
  // The write of the first append has begun.
  await Promise.resolve().then(() => undefined);
  await Promise.all([begun, append('b')]);
  expect(groups).toEqual([['a'], ['b', 'c']]);
});

test('after a group of many callers the next one fills, unless it is large, and after one of a few it does not', async () => {
  for (const [callers, later, sizes] of [
    [4, 1, [4, 3]],
    [4, 9, [4, 9, 2]],
    [3, 1, [3, 1, 2]],
  ] as const) {
    const written: number[] = [];
    const commit = createGroupCommit<string[]>({
      open: () => [],
      hasRoom: () => true,
      isLarge: ({ length }) => length === 9,
      fill: async () => void (await setImmediate()),
      write: async (group) => void written.push(group.length),
    });
    const append = (count: number) =>
      Array.from({ length: count }, () => commit.append((group) => void group.push('')));
    await Promise.all(append(callers));
    const first = append(later);
    for (let left = 20; left > 0; left--) await Promise.resolve();
    await Promise.all([...first, ...append(2)]);
    expect(written).toEqual(sizes);
  }
});
