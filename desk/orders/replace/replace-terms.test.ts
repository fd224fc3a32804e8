import { expect, test } from 'vitest';
import { changesOf, outcomeOf } from './replace-terms.ts';

const order = { quantity: 300, limitPrice: '28.00', stopPrice: null, version: 3, pendingRequest: null };
const typed = { quantity: '300', limitPrice: '28,00', stopPrice: '' };

test.each([
  ['the same terms', {}, { changes: {} }],
  ['the same price in fewer places', { limitPrice: '28' }, { changes: {} }],
  ['another price', { limitPrice: 'R$ 28,10' }, { changes: { limitPrice: '28.10' } }],
  ['a quantity with its mark', { quantity: '1.000' }, { changes: { quantity: 1000 } }],
  ['words', { quantity: 'all' }, { field: 'quantity', fault: 'not-number' }],
] as const)('%s', (_name, change, read) => {
  expect(changesOf(order, { ...typed, ...change }, 'pt-BR')).toEqual(read);
});

const asked = { changes: { limitPrice: '28.1' }, version: 4 };

test.each([
  ['before the broker has it', order, 'waiting'],
  ['on its way to the exchange', { ...order, version: 4, pendingRequest: 'REPLACE' }, 'waiting'],
  ['with the new price', { ...order, version: 5, limitPrice: '28.10' }, 'done'],
  ['with the old price', { ...order, version: 5 }, 'rejected'],
  ['with a fill while it is on its way', { ...order, version: 5, pendingRequest: 'REPLACE' }, 'waiting'],
] as const)('a change of an order %s', (_name, state, outcome) => {
  expect(outcomeOf(asked, state)).toBe(outcome);
});
