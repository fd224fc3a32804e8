import { expect, test } from 'vitest';
import { activePools, taxYearOf, type TaxMonth } from './tax-year.ts';

const pool = (name: 'COMMON' | 'DAY_TRADE', profit: string, lossCarriedOut: string) => ({
  pool: name,
  profit,
  lossCarriedIn: '0.00',
  base: '0.00',
  ratePercent: '15',
  tax: '0.00',
  lossCarriedOut,
});

const month = (name: string, due: string, dueOn: string | null, pools: TaxMonth['pools'] = []): TaxMonth => ({
  month: name,
  salesOfStocks: '0.00',
  isExempt: false,
  withheld: '1.50',
  carriedIn: '0.00',
  due,
  dueOn,
  pools,
});

const MONTHS = [
  month('2026-01', '120.00', '2026-02-27'),
  month('2026-02', '0.00', null),
  month('2026-03', '30.50', '2026-04-30', [
    pool('COMMON', '10.00', '0.00'),
    pool('DAY_TRADE', '-5.00', '5.00'),
  ]),
];

test('a year sums its payments, and names the next one and the losses that go on', () => {
  expect(taxYearOf(MONTHS, '2026-03-16')).toEqual({
    due: '150.50',
    withheld: '4.50',
    next: { month: '2026-03', due: '30.50', dueOn: '2026-04-30' },
    losses: [{ pool: 'DAY_TRADE', amount: '5.00' }],
  });
  expect(taxYearOf(MONTHS, '2026-05-01').next).toBeNull();
});

test('a year without results is empty', () => {
  expect(taxYearOf([], '2026-03-16')).toEqual({ due: '0.00', withheld: '0.00', next: null, losses: [] });
});

test('pools in which nothing happened are left out', () => {
  const quiet = month('2026-04', '0.00', null, [
    pool('COMMON', '0.00', '0.00'),
    pool('DAY_TRADE', '0.00', '5.00'),
  ]);
  expect(activePools(quiet).map((one) => one.pool)).toEqual(['DAY_TRADE']);
});
