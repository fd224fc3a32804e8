import { expect, test } from 'vitest';
import {
  belowGap,
  byDay,
  isOpen,
  isWaiting,
  ofTicker,
  openCountsOf,
  rowOf,
  rowsOf,
  sendingRow,
  tickersOf,
  toCancel,
  withOrders,
  type Order,
  type OrderRow,
  type SendingOrder,
} from './order-rows.ts';

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
  const both = withOrders(withOrders(new Map(), [newer]), [older]);
  expect(both.get('a')).toBe(newer);
  expect(withOrders(both, [newer])).toBe(both);
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

test('an order that nobody has answered is not counted among those in the market', () => {
  const statuses = [
    'SENDING',
    'UNANSWERED',
    'PENDING',
    'OPEN',
    'PARTIALLY_FILLED',
    'FILLED',
    'REJECTED',
  ] as const;
  expect(openCountsOf(statuses.map((status) => ({ status })))).toEqual({ open: 2, unanswered: 3 });
  expect(openCountsOf([])).toEqual({ open: 0, unanswered: 0 });
});

test('a cancel of the list is about its orders at the broker, of which none is canceled twice', () => {
  const orders = [
    order('a', 1, { ticker: 'PETR4' }),
    order('b', 1, { ticker: 'PETR4F', pendingRequest: 'CANCEL' }),
    order('c', 1, { ticker: 'VALE3', status: 'FILLED' }),
    order('d', 1, { ticker: 'PETR4', status: 'PARTIALLY_FILLED' }),
  ];
  const listed = toCancel([sendingRow(sending('e')), ...orders.map(rowOf)]);
  expect(listed.map(({ clientOrderId }) => clientOrderId)).toEqual(['a', 'd']);
  expect(tickersOf(listed)).toEqual(['PETR4']);
});

test.each([
  ['a stop before its price', { stopPrice: '28.00', triggeredAt: null }, true],
  ['a stop after it', { stopPrice: '28.00', triggeredAt: '2026-03-16T13:00:00.000Z' }, false],
  ['a limit order', { stopPrice: null, triggeredAt: null }, false],
  ['a canceled stop', { stopPrice: '28.00', triggeredAt: null, status: 'CANCELED' }, false],
] as const)('%s waits: %s', (_name, more, waits) => {
  const one = order('a', 1, more);
  expect(isWaiting({ status: one.status, order: one })).toBe(waits);
});

test('orders stand below their day in São Paulo, where it begins three hours later', () => {
  const at = (instant: string) => ({ clientOrderId: instant, at: instant }) as OrderRow;
  const rows = [
    at('2026-03-17T13:00:00.000Z'),
    at('2026-03-17T02:59:00.000Z'),
    at('2026-03-16T13:00:00.000Z'),
  ];
  expect(byDay(rows).map(({ day, rows: ofDay }) => [day, ofDay.length])).toEqual([
    ['2026-03-17', 1],
    ['2026-03-16', 2],
  ]);
});

test.each([
  ['', ['PETR4', 'PETR4F', 'VALE3']],
  [' petr ', ['PETR4', 'PETR4F']],
  ['PETR4F', ['PETR4F']],
  ['X', []],
])('a filter by %j leaves %j', (typed, tickers) => {
  const rows = ['PETR4', 'PETR4F', 'VALE3'].map((ticker) => ({ ticker }));
  expect(ofTicker(rows, typed).map(({ ticker }) => ticker)).toEqual(tickers);
});

test('orders that are not loaded stand above the open ones that are older, and below those of the loaded pages', () => {
  const newest = rowOf(order('newest', 9));
  const oldest = rowOf(order('oldest', 5));
  const open = rowOf(order('open', 2));
  expect(belowGap([newest, oldest, open], oldest.at)).toBe(open);
  expect(belowGap([newest, oldest], oldest.at)).toBeNull();
  // One that is on its way is newer than all, whatever time its window has.
  expect(belowGap([sendingRow(sending('sent')), newest, oldest], oldest.at)).toBeNull();
});
