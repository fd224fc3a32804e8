import { expect, test } from 'vitest';
import type { Order } from '../orders/order-rows.ts';
import { buyersShare, levelsOf, ownPricesOf, spreadOf } from './levels.ts';

test.each([
  ['27.50', '27.54', '0.04'],
  ['27.54', '27.50', null],
  ['27.50', '27.50', null],
  [undefined, '27.50', null],
])('from the bid %s to the ask %s the spread is %s', (bid, ask, spread) => {
  expect(spreadOf(bid, ask)).toBe(spread);
});

test('each level has the shares of all better ones, and own orders are marked', () => {
  const side = [
    { price: '27.50', quantity: 300, orders: 2 },
    { price: '27.49', quantity: 200, orders: 1 },
  ];
  expect(levelsOf(side, new Set(['27.49']))).toEqual([
    { price: '27.50', quantity: 300, orders: 2, total: 300, isOwn: false },
    { price: '27.49', quantity: 200, orders: 1, total: 500, isOwn: true },
  ]);
});

test('own prices are those of open orders in the book: a waiting stop is not in it', () => {
  const order = (more: Partial<Order>): Order =>
    ({
      ticker: 'PETR4',
      side: 'BUY',
      status: 'OPEN',
      stopPrice: null,
      triggeredAt: null,
      limitPrice: '1.00',
      ...more,
    }) as Order;
  const orders = [
    order({}),
    order({ limitPrice: '2.00', status: 'CANCELED' }),
    order({ limitPrice: '3.00', side: 'SELL' }),
    order({ limitPrice: '4.00', ticker: 'VALE3' }),
    order({ limitPrice: '5.00', stopPrice: '5.00' }),
    order({ limitPrice: '6.00', stopPrice: '6.00', triggeredAt: '2026-03-16T13:00:00.000Z' }),
    order({ limitPrice: null }),
  ];
  expect([...ownPricesOf(orders, 'PETR4', 'BUY')]).toEqual(['1.00', '6.00']);
});

test.each([
  [[], [], null],
  [[300], [], 100],
  [[], [300], 0],
  [[100, 200], [100], 75],
])('buyers of %j against sellers of %j are %j percent', (buying, selling, share) => {
  const side = (quantities: readonly number[]) =>
    levelsOf(
      quantities.map((quantity, at) => ({ price: `${10 + at}.00`, quantity, orders: 1 })),
      new Set(),
    );
  expect(buyersShare(side(buying), side(selling))).toBe(share);
});
