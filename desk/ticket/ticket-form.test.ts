import { expect, test } from 'vitest';
import {
  EMPTY_FORM,
  fieldsOf,
  readForm,
  retyped,
  splitByLot,
  stepPrice,
  timesOf,
  withType,
} from './ticket-form.ts';

const TODAY = '2026-03-16';

test.each([
  ['LIMIT', 'DAY', ['quantity', 'limitPrice', 'displayQuantity', 'minimumQuantity']],
  ['LIMIT', 'GTD', ['quantity', 'limitPrice', 'expiresOn', 'displayQuantity', 'minimumQuantity']],
  ['LIMIT', 'IOC', ['quantity', 'limitPrice', 'minimumQuantity']],
  ['MARKET', 'FOK', ['quantity']],
  ['STOP', 'DAY', ['quantity', 'stopPrice']],
  ['STOP_LIMIT', 'GTC', ['quantity', 'stopPrice', 'limitPrice']],
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
  expect(readForm(form, 'pt-BR', TODAY)).toEqual({
    terms: { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 1000, limitPrice: '27.50' },
    faults: {},
    missing: [],
  });
  expect(readForm({ ...form, limitPrice: '' }, 'pt-BR', TODAY)).toEqual({
    terms: null,
    faults: {},
    missing: ['limitPrice'],
  });
  expect(readForm({ ...form, limitPrice: 'x', quantity: '1,5' }, 'pt-BR', TODAY)).toEqual({
    terms: null,
    faults: { quantity: 'not-whole', limitPrice: 'not-number' },
    missing: [],
  });
});

test('the needed fields that are empty come as they stand in the ticket', () => {
  const form = { ...EMPTY_FORM, type: 'STOP_LIMIT', timeInForce: 'GTD' } as const;
  const missing = ['quantity', 'stopPrice', 'limitPrice', 'expiresOn'];
  expect(readForm(form, 'pt-BR', TODAY)).toEqual({ terms: null, faults: {}, missing });
});

test.each([
  ['2026-03-15', 'past-day'],
  ['9999-12-31', 'far-day'],
  ['275760-09-13', 'not-day'],
  ['2026-03-16', undefined],
])('the last day %s has the fault %s', (expiresOn, fault) => {
  const form = {
    ...EMPTY_FORM,
    timeInForce: 'GTD',
    quantity: '100',
    limitPrice: '27,50',
    expiresOn,
  } as const;
  expect(readForm(form, 'pt-BR', TODAY).faults.expiresOn).toBe(fault);
});

test('a number that the graph does not take is a fault of its field', () => {
  const form = { ...EMPTY_FORM, quantity: '9999999999', limitPrice: '99999999999999' };
  const faults = { quantity: 'too-large', limitPrice: 'too-large' };
  expect(readForm(form, 'pt-BR', TODAY)).toEqual({ terms: null, faults, missing: [] });
});

test.each([
  [50, { lots: 0, rest: 50 }],
  [150, { lots: 100, rest: 50 }],
  [200, { lots: 200, rest: 0 }],
])('%i shares in lots of 100 are %j', (quantity, parts) => {
  expect(splitByLot(quantity, 100)).toEqual(parts);
});

test('an arrow does nothing while no price is known', () => {
  const grid = { tickSize: '0.01', start: null, locale: 'pt-BR' } as const;
  expect(stepPrice('', 1, grid)).toBeNull();
  expect(stepPrice('27,50', 1, grid)).toBe('27.51');
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

test('the numbers of a form follow the language, and its day stays', () => {
  const form = { ...EMPTY_FORM, quantity: '1000', limitPrice: '28,90', expiresOn: '2026-03-20' };
  expect(retyped(form, 'pt-BR', 'en')).toEqual({ ...form, limitPrice: '28.90' });
});
