import { expect, test } from 'vitest';
import type { AccountState } from '../orders/account-streams.ts';
import type { Order, SendingOrder } from '../orders/order-rows.ts';
import { demoLossOf } from './demo-loss.ts';

const orders = new Map<string, Order>(
  (['OPEN', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'PENDING'] as const).map((status, at) => [
    String(at),
    { clientOrderId: String(at), status } as Order,
  ]),
);
const sendingOrder = (clientOrderId: string) =>
  ({ clientOrderId, input: {}, sentAtMs: 0 }) as unknown as SendingOrder;
const sending = new Map([
  ['0', sendingOrder('0')],
  ['new', sendingOrder('new')],
]);
const portfolio = { positions: [{}, {}, {}] } as unknown as AccountState['portfolio'];

test('open orders, those without an answer and the positions are lost with a demonstration account', () => {
  expect(demoLossOf({ isLoaded: true, orders, sending, portfolio })).toEqual({
    openOrders: 2,
    unanswered: 2,
    positions: 3,
  });
});

test('before the account has come nothing is said of it', () => {
  expect(demoLossOf({ isLoaded: false, orders, sending, portfolio })).toBeNull();
  expect(demoLossOf({ isLoaded: true, orders, sending, portfolio: null })).toBeNull();
});
