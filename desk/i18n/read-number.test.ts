import { expect, test } from 'vitest';
import { readDecimal, readQuantity } from './read-number.ts';

test.each([
  ['28,90', { value: '28.90' }],
  ['28,900', { value: '28.90' }],
  ['28,9', { value: '28.9' }],
  ['28,905', { value: '28.905' }],
  ['-28', { value: '-28' }],
  ['9.999.999.999.999', { value: '9999999999999' }],
  ['99999999999999', { fault: 'too-large' }],
  ['9'.repeat(300), { fault: 'too-large' }],
  [`-${'9'.repeat(20)}`, { fault: 'too-large' }],
  ['28,123456789', { fault: 'too-precise' }],
  ['x', { fault: 'not-number' }],
])('the amount %s is %j', (typed, read) => {
  expect(readDecimal(typed, 'pt-BR')).toEqual(read);
});

test.each([
  ['1.000', { value: 1000 }],
  ['100,00', { value: 100 }],
  ['2.147.483.647', { value: 2_147_483_647 }],
  ['2.147.483.648', { fault: 'too-large' }],
  ['-2147483648', { fault: 'too-large' }],
  ['1,5', { fault: 'not-whole' }],
  ['', { fault: 'not-number' }],
])('the quantity %s is %j', (typed, read) => {
  expect(readQuantity(typed, 'pt-BR')).toEqual(read);
});
