import { expect, test } from 'vitest';
import { longestNormalized, MANY_MARKS } from '#test/support/longest-normalized.ts';
import { loadCatalogue } from './catalogue.ts';
import { searchInstruments } from './search.ts';

const instruments = loadCatalogue('2026-03-16');
const longestName = Math.max(...instruments.map(({ name }) => name.length));
const tickersOf = (text: string): string[] =>
  searchInstruments(instruments, { text, kind: null }).map(({ ticker }) => ticker);

test('a search for more than 100 characters is bad input, and is not normalised', async () => {
  expect(tickersOf('x'.repeat(100))).toEqual([]);
  expect(() => tickersOf('x'.repeat(101))).toThrow('"search" takes 100 characters at most, not 101.');
  const longest = await longestNormalized(() => expect(() => tickersOf(MANY_MARKS)).toThrow('not 120001'));
  expect(longest).toBeLessThanOrEqual(longestName);
});

test('case, accents and spaces around do not count', () => {
  expect(tickersOf(' itaú UNI ')).toEqual(tickersOf('Itau Uni'));
  expect(tickersOf('itau uni')).toContain('ITUB4');
});
