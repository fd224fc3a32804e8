import { expect, test } from 'vitest';
import { dayResult, percentOf } from './holdings.ts';

test('a position has gained the change of the day on each share', () => {
  expect(dayResult(300, '-0.35')).toBe('-105.00');
  expect(dayResult(300, null)).toBeNull();
  expect(dayResult(300, undefined)).toBeNull();
});

test.each([
  ['250.00', '1000.00', '25.0'],
  ['-12.345', '1000.00', '-1.2'],
  ['1.00', '0.00', null],
  [null, '10.00', null],
  ['1.00', undefined, null],
])('%s of %s are %s %%', (part, whole, percent) => {
  expect(percentOf(part, whole)).toBe(percent);
});
