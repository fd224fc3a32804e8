import { expect, test } from 'vitest';
import { orderOf } from '#test/support/samples/order-reports.ts';
import { createKnownOrders } from './known-orders.ts';

const order = (orderId: string, version = 1) => ({ ...orderOf('BUY', 100, 2_890), orderId, version });

test('keeps the orders that changed last', () => {
  const known = createKnownOrders(2);
  known.add([order('a'), order('b')]);
  known.add([order('a', 2), order('c')]);
  expect(['a', 'b', 'c'].map((id) => known.get(id)?.version)).toEqual([2, undefined, 1]);
});
