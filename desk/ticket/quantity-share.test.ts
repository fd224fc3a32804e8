import { expect, test } from 'vitest';
import { shareOfCash, shareOfPosition } from './quantity-share.ts';

const round = { lotSize: 100, maxOrderQuantity: 1_000_000 };
const fractional = { lotSize: 1, maxOrderQuantity: 99 };

test.each([
  [400, 25, round, 100],
  [350, 50, round, 100],
  [350, 100, round, 300],
  [99, 100, round, 0],
  [350, 100, fractional, 99],
  [123_456_789, 100, round, 1_000_000],
] as const)('of %i shares %i percent', (available, share, rule, quantity) => {
  expect(shareOfPosition(available, share, rule)).toBe(quantity);
});

test.each([
  ['100000.00', 100, '2894.98', round, 3_400],
  ['100000.00', 25, '2894.98', round, 800],
  // An exact multiple, at which a floating point number would lose a lot.
  ['8684.94', 100, '2894.98', round, 300],
  ['2894.97', 100, '2894.98', round, 0],
  ['100000.00', 50, '28.97', fractional, 99],
  ['909999999999.99', 100, '2894.98', round, 1_000_000],
  ['100.00', 100, '0.00', round, 0],
] as const)('of R$ %s %i percent, a lot for R$ %s', (cash, share, lotAmount, rule, quantity) => {
  expect(shareOfCash(cash, share, lotAmount, rule)).toBe(quantity);
});
