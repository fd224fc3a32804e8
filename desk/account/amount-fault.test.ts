import { expect, test } from 'vitest';
import { amountFault } from './amount-fault.ts';

test.each([
  ['0.01', null],
  ['1000000', null],
  ['0', 'not-positive'],
  ['0.00', 'not-positive'],
  ['-5', 'not-positive'],
  ['-0.005', 'not-positive'],
  ['0.005', 'too-precise'],
  ['10.001', 'too-precise'],
])('the amount %s has the one fault %j', (value, fault) => {
  expect(amountFault(value)).toBe(fault);
});
