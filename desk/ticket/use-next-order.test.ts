import { expect, test } from 'vitest';
import { nextForm } from './use-next-order.ts';

test('after the lots of a split order the ticket has the rest of them, and says what went ahead', () => {
  expect(nextForm({ quantity: '100', rest: '50' })).toEqual({
    ...{ quantity: '50', isTwin: true, wentAhead: '100' },
    ...{ displayQuantity: '', minimumQuantity: '' },
  });
});

test('after any other order the ticket is empty: another Enter places nothing', () => {
  expect(nextForm({ quantity: '50', rest: '' })).toEqual({
    ...{ quantity: '', displayQuantity: '', minimumQuantity: '' },
  });
});
