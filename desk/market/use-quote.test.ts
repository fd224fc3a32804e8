import { expect, test } from 'vitest';
import { directionOf, directionOfPercent } from './use-quote.ts';

test.each([
  ['0.00', 'flat'],
  ['0.0043', 'flat'],
  ['-0.004', 'flat'],
  ['0.005', 'up'],
  ['-1.89', 'down'],
  [null, 'flat'],
  [undefined, 'flat'],
])('%s percent go %s: the colour is that of the two places on the screen', (percent, direction) => {
  expect(directionOfPercent(percent)).toBe(direction);
});

test('a change in money has the colour of all its places', () => {
  expect(directionOf('-0.01')).toBe('down');
  expect(directionOf('0.00')).toBe('flat');
});
