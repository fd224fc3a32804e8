import { expect, test } from 'vitest';
import { debitChargeOf, NO_DEBIT_CHARGE } from './debit-charge.ts';

test.each([
  ['2026-03-16', 4_999, 0],
  ['2026-03-16', 5_000, 990],
  ['2026-03-16', 99_999, 990],
  ['2026-03-16', 100_000, 1_000],
  ['2026-03-16', 123_456, 1_234],
  ['2022-10-24', 5_000, 990],
  ['2022-10-21', 20_000, 0],
  ['2022-10-21', 20_001, 990],
  ['2019-12-30', 100_000, 0],
])("the brokers' charge on %s for %d centavos is %d", (day, owed, centavos) => {
  expect(debitChargeOf({ type: 'BROKERS' }, day, owed)).toBe(centavos);
});

test('a rate is cut off after the centavo, and the default is nothing', () => {
  expect(debitChargeOf({ type: 'RATE', rate: 300_000 }, '2026-03-16', 12_345)).toBe(37);
  expect(debitChargeOf(NO_DEBIT_CHARGE, '2026-03-16', 1_000_000)).toBe(0);
});
