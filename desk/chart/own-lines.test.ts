import { expect, test } from 'vitest';
import type { Order } from '../orders/order-rows.ts';
import { ownLinesOf } from './own-lines.ts';

const order = (more: Partial<Order>): Order =>
  ({
    ...{
      ticker: 'PETR4',
      side: 'BUY',
      status: 'OPEN',
      stopPrice: null,
      triggeredAt: null,
      limitPrice: '28.00',
      leavesQuantity: 100,
    },
    ...more,
  }) as Order;

test('orders of one side at one price are one line, and a stop stands at its trigger until it comes', () => {
  const orders = [
    order({}),
    order({ leavesQuantity: 50 }),
    order({ side: 'SELL' }),
    order({ stopPrice: '27.00' }),
    order({ stopPrice: '26.00', triggeredAt: '2026-03-16T13:00:00.000Z', leavesQuantity: 10 }),
    order({ ticker: 'VALE3' }),
    order({ status: 'CANCELED' }),
    order({ limitPrice: null }),
  ];
  expect(ownLinesOf(orders, 'PETR4', 28.1)).toEqual([
    { side: 'BUY', isStop: false, price: 28, quantity: 160 },
    { side: 'SELL', isStop: false, price: 28, quantity: 100 },
    { side: 'BUY', isStop: true, price: 27, quantity: 100 },
  ]);
});

test('of 200 orders the lines closest to the last price are drawn', () => {
  const orders = Array.from({ length: 200 }, (_, at) => order({ limitPrice: (20 + at / 100).toFixed(2) }));
  const prices = ownLinesOf(orders, 'PETR4', 22).map(({ price }) => price);
  expect(prices).toHaveLength(10);
  expect(Math.min(...prices)).toBe(21.9);
});
