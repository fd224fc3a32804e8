import { expect, test } from 'vitest';
import { EVERYTHING, GROUPS, isPeriod, variablesOf } from './statement-filter.ts';
import { account } from '../../i18n/texts/account.ts';

test('an open filter leaves all variables out', () => {
  expect(variablesOf(EVERYTHING)).toEqual({});
});

test('a half typed day is none', () => {
  expect(variablesOf({ group: 'costs', from: '2026-03-', to: '2026-03-31' })).toEqual({
    kinds: ['FEE', 'TAX'],
    to: '2026-03-31',
  });
});

test('each kind of entry stands in one group', () => {
  const kinds = GROUPS.flatMap((group) => variablesOf({ ...EVERYTHING, group }).kinds ?? []);
  expect([...kinds].sort()).toEqual(Object.keys(account.en.kinds).sort());
});

test.each([
  ['2026-03-16', '2026-03-16', true],
  ['2026-03-17', '2026-03-16', false],
  ['2026-03-17', '', true],
])('from %j to %j is a period: %j', (from, to, is) => {
  expect(isPeriod({ group: 'all', from, to })).toBe(is);
});
