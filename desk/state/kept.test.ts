import { expect, test } from 'vitest';
import { keptOf } from './kept.ts';

test.each([
  ['before the first answer nothing is shown', undefined, undefined, { value: undefined, isOld: false }],
  ['the first answer is shown', undefined, 'one', { value: 'one', isOld: false }],
  [
    'it stays, as an old one, while that of another question is on its way',
    'one',
    undefined,
    { value: 'one', isOld: true },
  ],
  ['the next answer takes its place', 'one', 'two', { value: 'two', isOld: false }],
  ['null is an answer', 'one', null, { value: null, isOld: false }],
  ['and one that stays', null, undefined, { value: null, isOld: true }],
])('%s', (_rule, earlier, answer, kept) => {
  expect(keptOf<string | null>(earlier, answer)).toEqual(kept);
});
