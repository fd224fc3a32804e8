import { expect, test } from 'vitest';
import { GROUPS, hasBalance, isPeriod, periodFaults, START, variablesOf } from './statement-filter.ts';
import { account } from '../../i18n/texts/account.ts';

test('an open filter leaves all variables out', () => {
  expect(variablesOf({ ...START, group: 'all' })).toEqual({});
});

test('a half typed day is none', () => {
  expect(variablesOf({ group: 'costs', from: '2026-03-', to: '2026-03-31' })).toEqual({
    kinds: ['FEE', 'TAX'],
    to: '2026-03-31',
  });
});

test('a new page leaves out the reservations of orders', () => {
  const reserves = variablesOf({ ...START, group: 'reserves' }).kinds ?? [];
  const kinds = variablesOf(START).kinds ?? [];
  expect([...kinds, ...reserves].sort()).toEqual(Object.keys(account.en.kinds).sort());
});

test('the balance stands beside all lines, and beside no part of them', () => {
  expect(GROUPS.filter((group) => hasBalance({ group }))).toEqual(['all']);
});

test('each kind of entry stands in one group', () => {
  const groups = GROUPS.filter((group) => group !== 'moves');
  const kinds = groups.flatMap((group) => variablesOf({ ...START, group }).kinds ?? []);
  expect([...kinds].sort()).toEqual(Object.keys(account.en.kinds).sort());
});

const TODAY = '2026-03-17';

test.each([
  ['2026-03-16', '2026-03-16', {}],
  ['2026-03-17', '', {}],
  ['', '2026-', {}],
  ['2026-03-17', '2026-03-16', { to: 'ends-first' }],
  ['0002-03-17', '2026-03-16', { from: 'early-day' }],
  ['2026-03-16', '9999-12-31', { to: 'future-day' }],
  ['9999-12-30', '9999-12-31', { from: 'future-day', to: 'future-day' }],
] as const)('the period from %j to %j has the faults %j', (from, to, faults) => {
  const filter = { group: 'all', from, to } as const;
  expect(periodFaults(filter, TODAY)).toEqual(faults);
  expect(isPeriod(filter, TODAY)).toBe(Object.keys(faults).length === 0);
});

test('before the day of the market is known, no day is in the future', () => {
  expect(isPeriod({ group: 'all', from: '', to: '9999-12-31' }, undefined)).toBe(true);
});
