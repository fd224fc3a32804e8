import { expect, test } from 'vitest';
import { tickPrice } from './tick-price.ts';

test.each([
  [28.813456789, '0.01', '28.81'],
  [28.815, '0.01', '28.82'],
  [0.1 + 0.2, '0.01', '0.30'],
  [28.83, '0.05', '28.85'],
  [132_456.7891, '1', '132457'],
  [-0.004, '0.01', '0.00'],
])('%d lies on a grid of %s at %s', (price, tickSize, shown) => {
  expect(tickPrice(price, tickSize)).toBe(shown);
});
