import { expect, test } from 'vitest';
import { refusedField } from './refused-field.ts';
import { EMPTY_FORM, type TicketForm } from './ticket-form.ts';

const refusalOf = (rule: string, field: string | null, observed: string | null) => ({
  ...{ rule, field, observed },
  ...{ message: '', limit: null },
});

test.each<[string, Partial<TicketForm>, string | null]>([
  ['CONTINUOUS', { timeInForce: 'AUCTION' }, 'timeInForce'],
  ['AUCTION', { timeInForce: 'IOC' }, 'timeInForce'],
  ['OPENING_CALL', { timeInForce: 'FOK' }, 'timeInForce'],
  ['CLOSING_CALL', { type: 'STOP' }, 'type'],
  ['AUCTION', { minimumQuantity: '100' }, 'minimumQuantity'],
  ['CLOSED', { timeInForce: 'AUCTION' }, null],
  ['PRE_OPEN', {}, null],
  ['HALTED', { type: 'STOP' }, null],
])('in the phase %s a refusal of %j stands at the field %s', (phase, changes, field) => {
  expect(refusedField(refusalOf('PHASE', 'ticker', phase), { ...EMPTY_FORM, ...changes })).toBe(field);
});

test.each([
  ['LOT_SIZE', 'quantity', 'quantity'],
  ['NO_OPPOSITE_PRICE', 'type', 'type'],
  ['ASSET_NOT_ACTIVE', 'ticker', null],
  ['TOO_MANY_OPEN_ORDERS', null, null],
])('%s of %s stands at the field %s', (rule, named, field) => {
  expect(refusedField(refusalOf(rule, named, null), EMPTY_FORM)).toBe(field);
});
