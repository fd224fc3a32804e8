import { expect, test } from 'vitest';
import { longestNormalized, MANY_MARKS } from '#test/support/probes/longest-normalized.ts';
import { loadCatalogue } from './catalogue.ts';
import { searchAssets } from './search.ts';

const instruments = loadCatalogue('2026-03-16');
const longestName = Math.max(...instruments.map(({ name }) => name.length));
const tickersOf = (text: string): string[] =>
  searchAssets(instruments, { text, kind: null, isFractional: null }).map(({ ticker }) => ticker);

test('refuses a search of more than 100 characters without normalising it', async () => {
  expect(tickersOf('x'.repeat(100))).toEqual([]);
  expect(() => tickersOf('x'.repeat(101))).toThrow('"search" accepts at most 100 characters, not 101.');
  const longest = await longestNormalized(() => expect(() => tickersOf(MANY_MARKS)).toThrow('not 120001'));
  expect(longest).toBeLessThanOrEqual(longestName);
});

test('ignores case, accents and surrounding spaces', () => {
  expect(tickersOf(' itaú UNI ')).toEqual(tickersOf('Itau Uni'));
  expect(tickersOf('itau uni')).toContain('ITUB4');
});

test.each([
  [true, ['PETR3F', 'PETR4F']],
  [false, ['PETR3', 'PETR4']],
  [null, ['PETR3', 'PETR3F', 'PETR4', 'PETR4F']],
])('with isFractional %j finds %j', (isFractional, expected) => {
  const found = searchAssets(instruments, { text: 'petrobras', kind: null, isFractional });
  expect(found.map(({ ticker }) => ticker).sort()).toEqual(expected);
});
