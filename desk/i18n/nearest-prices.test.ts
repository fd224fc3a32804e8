import { expect, test } from 'vitest';
import { nearestPrices } from './nearest-prices.ts';

test.each([
  ['28.905', '0.01', ['28.90', '28.91']],
  ['28.91', '0.05', ['28.90', '28.95']],
  ['28.900', '0.01', ['28.90']],
  ['0.001', '0.01', ['0.01']],
  ['-28.905', '0.01', []],
])('%s lies between prices of the tick %s', (price, tick, prices) => {
  expect(nearestPrices(price, tick)).toEqual(prices);
});
