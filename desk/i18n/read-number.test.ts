import { expect, test } from 'vitest';
import {
  readDecimal,
  readPrice,
  readQuantity,
  settledDecimal,
  settledPrice,
  settledQuantity,
} from './read-number.ts';

test.each([
  ['28,90', { value: '28.90' }],
  ['28,9000', { value: '28.90' }],
  ['28,900', { fault: 'ambiguous' }],
  ['28,9', { value: '28.9' }],
  ['0,905', { value: '0.905' }],
  ['-28', { value: '-28' }],
  ['9.999.999.999.999', { value: '9999999999999' }],
  ['99999999999999', { fault: 'too-large' }],
  ['9'.repeat(300), { fault: 'too-large' }],
  [`-${'9'.repeat(20)}`, { fault: 'too-large' }],
  ['28,123456789', { fault: 'too-precise' }],
  ['x', { fault: 'not-number' }],
  ['R$', { fault: 'not-number' }],
  ['', { fault: 'missing' }],
  ['  ', { fault: 'missing' }],
])('the amount %s is %j', (typed, read) => {
  expect(readDecimal(typed, 'pt-BR')).toEqual(read);
});

test.each([
  ['1.000', { value: 1000 }],
  ['100,00', { value: 100 }],
  ['1,000', { fault: 'ambiguous' }],
  ['1.000,000', { value: 1000 }],
  ['12,345', { fault: 'ambiguous' }],
  ['2.147.483.647', { value: 2_147_483_647 }],
  ['2.147.483.648', { fault: 'too-large' }],
  ['-2147483648', { fault: 'too-large' }],
  ['1,5', { fault: 'not-whole' }],
  ['', { fault: 'missing' }],
  ['+200', { value: 200 }],
  ['+1,000', { fault: 'ambiguous' }],
])('the quantity %s is %j', (typed, read) => {
  expect(readQuantity(typed, 'pt-BR')).toEqual(read);
});

test.each([
  ['R$28.90', '28,90'],
  ['28', '28,00'],
  ['28,9', '28,90'],
  ['1.234,5', '1234,50'],
  ['0,905', '0,905'],
  ['28,900', '28,900'],
  ['', ''],
  ['x', 'x'],
])('the price %j is left as %j', (typed, left) => {
  expect(settledDecimal(typed, 'pt-BR')).toBe(left);
});

test.each([
  ['1.000', '1000'],
  [' 100,00', '100'],
  ['1,000', '1,000'],
  ['', ''],
])('the quantity %j is left as %j', (typed, left) => {
  expect(settledQuantity(typed, 'pt-BR')).toBe(left);
});

test('the point of English is no mark of thousands', () => {
  expect(readQuantity('1.000', 'en')).toEqual({ fault: 'ambiguous' });
  expect(readQuantity('1,000', 'en')).toEqual({ value: 1000 });
  expect(settledDecimal('28,9', 'en')).toBe('28.90');
});

test.each([
  ['29.000', 'en', { value: '29' }, '29.00'],
  ['29,000', 'pt-BR', { value: '29' }, '29,00'],
  ['R$ 29,000 ', 'pt-BR', { value: '29' }, '29,00'],
  ['29,0000', 'pt-BR', { value: '29.00' }, '29,00'],
  ['29.000', 'pt-BR', { value: '29000' }, '29000,00'],
  ['29,000', 'en', { value: '29000' }, '29000.00'],
  ['28.900', 'en', { fault: 'ambiguous' }, '28.900'],
  ['28.905', 'en', { fault: 'ambiguous' }, '28.905'],
] as const)('the price %j in %s is %j, and is left as %j', (typed, locale, read, left) => {
  expect(readPrice(typed, locale)).toEqual(read);
  expect(settledPrice(typed, locale)).toBe(left);
});

test('an amount of three zeros stays ambiguous: it may be thousands', () => {
  expect(readDecimal('29.000', 'en')).toEqual({ fault: 'ambiguous' });
});
