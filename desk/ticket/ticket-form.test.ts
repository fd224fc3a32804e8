import { expect, test } from 'vitest';
import { EMPTY_FORM, fieldsOf, readForm, stepPrice, timesOf, withType } from './ticket-form.ts';

test.each([
  ['LIMIT', 'DAY', ['quantity', 'limitPrice', 'displayQuantity', 'minimumQuantity']],
  ['LIMIT', 'GTD', ['quantity', 'limitPrice', 'displayQuantity', 'minimumQuantity', 'expiresOn']],
  ['LIMIT', 'IOC', ['quantity', 'limitPrice', 'minimumQuantity']],
  ['MARKET', 'FOK', ['quantity']],
  ['STOP', 'DAY', ['quantity', 'stopPrice']],
  ['STOP_LIMIT', 'GTC', ['quantity', 'limitPrice', 'stopPrice']],
] as const)('a %s order of %s has its fields and no others', (type, timeInForce, fields) => {
  expect([...fieldsOf({ type, timeInForce })]).toEqual(fields);
});

test('a type keeps the time in force where it can', () => {
  expect(withType({ ...EMPTY_FORM, timeInForce: 'GTC' }, 'STOP').timeInForce).toBe('GTC');
  expect(withType({ ...EMPTY_FORM, timeInForce: 'IOC' }, 'STOP').timeInForce).toBe('DAY');
  expect(timesOf('STOP')).toEqual(['DAY', 'GTC', 'GTD']);
});

test('a form is an order once its needed fields hold numbers', () => {
  const form = { ...EMPTY_FORM, quantity: '1.000', limitPrice: 'R$ 27,50', stopPrice: 'not shown' };
  expect(readForm(form, 'pt-BR')).toEqual({
    terms: { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 1000, limitPrice: '27.50' },
    faults: {},
  });
  expect(readForm({ ...form, limitPrice: '' }, 'pt-BR')).toEqual({ terms: null, faults: {} });
  expect(readForm({ ...form, limitPrice: 'x', quantity: '1,5' }, 'pt-BR')).toEqual({
    terms: null,
    faults: { quantity: 'not-whole', limitPrice: 'not-number' },
  });
});

test.each([
  ['27,50', 1, '27.51'],
  ['27,50', -10, '27.40'],
  ['27,507', 1, '27.52'],
  ['0,01', -1, '0.01'],
  ['', 1, '30.00'],
  ['-3', 1, '30.00'],
])('%j moved by %i ticks is %s', (typed, ticks, price) => {
  expect(stepPrice(typed, ticks, { tickSize: '0.01', start: '30.00', locale: 'pt-BR' })).toBe(price);
});
