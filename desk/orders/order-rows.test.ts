import { expect, test } from 'vitest';
import { isOpen, rowsOf, withOrder, type Order, type SendingOrder } from './order-rows.ts';

const order = (clientOrderId: string, version: number, more: Partial<Order> = {}): Order =>
  ({
    clientOrderId,
    version,
    status: 'OPEN',
    createdAt: `2026-03-16T13:00:0${version}.000Z`,
    ...more,
  }) as Order;

const sending = (clientOrderId: string): SendingOrder => ({
  clientOrderId,
  input: {
    accountId: 'acc',
    clientOrderId,
    ticker: 'PETR4',
    side: 'BUY',
    quantity: 100,
    limitPrice: '27.50',
  },
  sentAtMs: 0,
});

test('the newer state of an order stays, in whatever sequence both come', () => {
  const [older, newer] = [order('a', 1), order('a', 2, { status: 'FILLED' })];
  const both = withOrder(withOrder(new Map(), newer), older);
  expect(both.get('a')).toBe(newer);
  expect(withOrder(both, newer)).toBe(both);
});

test('an order on its way stands at the top until the broker has it', () => {
  const orders = new Map([order('a', 1), order('b', 2)].map((one) => [one.clientOrderId, one]));
  const rows = rowsOf(orders, new Map([sending('c'), sending('b')].map((one) => [one.clientOrderId, one])));
  expect(rows.map(({ clientOrderId, status }) => [clientOrderId, status])).toEqual([
    ['c', 'SENDING'],
    ['b', 'OPEN'],
    ['a', 'OPEN'],
  ]);
  expect(rows.every(isOpen)).toBe(true);
});
