import { expect } from 'vitest';
import { ACCOUNT, ALICE, createTestOrders, type Answer, type TestOrders } from './test-support.ts';

export const ORDER = `
  __typename
  ... on Order {
    id clientOrderId account { id } asset { ticker } side type timeInForce quantity limitPrice status pendingRequest
    filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal { rule }
    executions { id price quantity grossAmount fees costs { name amount } settlesOn at order { id status } }
    createdAt updatedAt
  }
  ... on Refusal { rule message field limit observed }`;
export const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ${ORDER} } }`;
export const CANCEL = `mutation ($id: ID!) { cancelOrder(orderId: $id) { ${ORDER} } }`;
export const REPLACE = `mutation ($input: ReplaceOrderInput!) { replaceOrder(input: $input) { ${ORDER} } }`;
export const ONE = `query ($id: ID!) { order(id: $id) { ${ORDER.replace(/\.\.\. on Refusal.*/, '')} } }`;
export const PREVIEW = `query ($input: PlaceOrderInput!) { previewOrder(input: $input) {
  __typename
  ... on OrderPreview { grossAmount fees costs { name amount } netAmount extraReserve settlesOn availableCashAfter availableQuantityAfter referencePrice }
  ... on Refusal { rule } } }`;

export interface OrderView {
  readonly __typename: string;
  readonly id: string;
  readonly status: string;
  readonly rule?: string;
  readonly executions: readonly unknown[];
}

/** Orders of Alice, who has 10,000.00 in cash and 500 shares of PETR4. */
export interface OrderScene extends TestOrders {
  place(changes?: object, userId?: string): Promise<OrderView>;
  orderNow(id: string): Promise<OrderView>;
  /** Reports from the exchange. */
  accepted(orderId: string, quantity?: number, limitPriceTicks?: number): Promise<void>;
  filled(orderId: string, filledQuantity: number, fillQuantity: number, priceTicks: number): Promise<void>;
  untilStatus(id: string, status: string): Promise<void>;
}

/** The input of a limit order to buy 100 PETR4 at 28.90, with changes. */
export const buy = (changes: object = {}) => ({
  accountId: ACCOUNT,
  clientOrderId: 'one',
  ticker: 'PETR4',
  side: 'BUY',
  quantity: 100,
  limitPrice: '28.90',
  ...changes,
});

/** A root field of an answer without errors. */
export const field = <T = OrderView>(answer: Answer, name: string): T => {
  expect(answer.errors).toBeUndefined();
  return answer.data?.[name] as T;
};

/** The quantities of an execution report. */
export const quantities = (quantity: number, filledQuantity: number, ended = false) => ({
  quantity,
  filledQuantity,
  leavesQuantity: ended ? 0 : quantity - filledQuantity,
});

export async function createOrderScene(): Promise<OrderScene> {
  const orders = await createTestOrders();
  orders.wallet.give(ACCOUNT, 'BRL', 10_000_00);
  orders.wallet.give(ACCOUNT, 'PETR4', 500);
  return {
    ...orders,
    place: async (changes = {}, userId = ALICE) =>
      field(await orders.execute(userId, PLACE, { input: buy(changes) }), 'placeOrder'),
    orderNow: async (id) => field(await orders.execute(ALICE, ONE, { id }), 'order'),
    accepted: (orderId, quantity = 100, limitPriceTicks = 2890) =>
      orders.report({
        type: 'ACCEPTED',
        orderId,
        ticker: 'PETR4',
        ...quantities(quantity, 0),
        limitPriceTicks,
      }),
    filled: (orderId, filledQuantity, fillQuantity, priceTicks) =>
      orders.report({
        type: 'FILLED',
        orderId,
        ticker: 'PETR4',
        ...quantities(100, filledQuantity),
        executionId: `exe_${orderId}_${filledQuantity}`,
        tradeId: 'trd_1',
        priceTicks,
        fillQuantity,
        liquidity: 'TAKER',
        limitPriceTicks: 2890,
      }),
    untilStatus: (id, status) =>
      orders.until(async () =>
        (await orders.part().calls.auditOrdersById({ orderIds: [id] })).some(
          (order) => order.orderId === id && order.status === status,
        ),
      ),
  };
}
