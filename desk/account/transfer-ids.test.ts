import { expect, test } from 'vitest';
import { createTransferIds } from './transfer-ids.ts';

test('a transfer keeps its id until the broker has answered it', () => {
  let count = 0;
  const { idOf, answered } = createTransferIds(() => String((count += 1)));
  expect([idOf('deposit 10.00'), idOf('deposit 10.00')]).toEqual(['desk-1', 'desk-1']);
  expect(idOf('withdraw 10.00')).toBe('desk-2');
  answered();
  expect(idOf('withdraw 10.00')).toBe('desk-3');
});
