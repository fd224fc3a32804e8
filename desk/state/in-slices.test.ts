import { expect, test } from 'vitest';
import { inSlices } from './in-slices.ts';

test('a lone item is applied at once, a burst in slices with pauses between them', () => {
  const due: (() => void)[] = [];
  const clock = {
    nowMs: () => 0,
    after: (_ms: number, run: () => void) => (due.push(run), { cancel: () => undefined }),
  };
  const applied: number[][] = [];
  const take = inSlices<number>({ clock }, (items) => void applied.push([...items]));
  const pass = (): void => due.splice(0).forEach((run) => run());
  take(1);
  expect(applied).toEqual([[1]]);
  pass();
  for (let item = 0; item < 200; item += 1) take(item);
  expect(applied.slice(1)).toEqual([[0]]);
  for (let turn = 0; turn < 30; turn += 1) pass();
  expect(applied.slice(1).flat()).toEqual(Array.from({ length: 200 }, (_, item) => item));
  expect(Math.max(...applied.map(({ length }) => length))).toBe(10);
  expect(due).toEqual([]);
  take(7);
  expect(applied.at(-1)).toEqual([7]);
});
