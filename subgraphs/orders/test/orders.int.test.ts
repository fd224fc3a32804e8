import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ALICE,
  BOB,
  BOBS_ACCOUNT,
  createTestOrders,
  type Answer,
  type TestOrders,
} from './test-support.ts';

const ORDER = `
  __typename
  ... on Order {
    id clientOrderId account { id } asset { ticker } side type timeInForce quantity limitPrice status pendingRequest
    filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal { rule }
    executions { id price quantity grossAmount fees costs { name amount } settlesOn at order { id status } }
    createdAt updatedAt
  }
  ... on Refusal { rule message field limit observed }`;
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ${ORDER} } }`;
const CANCEL = `mutation ($id: ID!) { cancelOrder(orderId: $id) { ${ORDER} } }`;
const REPLACE = `mutation ($input: ReplaceOrderInput!) { replaceOrder(input: $input) { ${ORDER} } }`;
const ONE = `query ($id: ID!) { order(id: $id) { ${ORDER.replace(/\.\.\. on Refusal.*/, '')} } }`;
const PREVIEW = `query ($input: PlaceOrderInput!) { previewOrder(input: $input) {
  __typename
  ... on OrderPreview { grossAmount fees costs { name amount } netAmount settlesOn availableCashAfter availableQuantityAfter referencePrice }
  ... on Refusal { rule } } }`;

interface OrderView {
  readonly __typename: string;
  readonly id: string;
  readonly status: string;
  readonly rule?: string;
  readonly executions: readonly unknown[];
}

let orders: TestOrders;
beforeEach(async () => {
  orders = await createTestOrders();
  orders.wallet.give(ACCOUNT, 'BRL', 10_000_00);
  orders.wallet.give(ACCOUNT, 'PETR4', 500);
});
afterEach(() => orders.stop());

const buy = (changes: object = {}) => ({
  accountId: ACCOUNT,
  clientOrderId: 'one',
  ticker: 'PETR4',
  side: 'BUY',
  quantity: 100,
  limitPrice: '28.90',
  ...changes,
});
const field = <T = OrderView>(answer: Answer, name: string): T => {
  expect(answer.errors).toBeUndefined();
  return answer.data?.[name] as T;
};
const place = async (changes: object = {}, userId = ALICE): Promise<OrderView> =>
  field(await orders.execute(userId, PLACE, { input: buy(changes) }), 'placeOrder');
const orderNow = async (id: string): Promise<OrderView> =>
  field(await orders.execute(ALICE, ONE, { id }), 'order');
const standing = (quantity: number, filledQuantity: number, ended = false) => ({
  quantity,
  filledQuantity,
  leavesQuantity: ended ? 0 : quantity - filledQuantity,
});
const accepted = (orderId: string, quantity = 100, limitPriceTicks = 2890) =>
  orders.report({ type: 'ACCEPTED', orderId, ticker: 'PETR4', ...standing(quantity, 0), limitPriceTicks });
const filled = (orderId: string, filledQuantity: number, fillQuantity: number, priceTicks: number) =>
  orders.report({
    type: 'FILLED',
    orderId,
    ticker: 'PETR4',
    ...standing(100, filledQuantity),
    executionId: `exe_${orderId}_${filledQuantity}`,
    tradeId: 'trd_1',
    priceTicks,
    fillQuantity,
    liquidity: 'TAKER',
    limitPriceTicks: 2890,
  });
const untilStatus = (id: string, status: string) =>
  orders.until(async () =>
    (await orders.part().calls.auditOrders({ after: null, limit: 100 })).some(
      (order) => order.orderId === id && order.status === status,
    ),
  );

describe('an order', () => {
  test('reserves cash, reaches the exchange, fills in two parts and releases the rest', async () => {
    const placed = await place();
    expect(placed).toMatchObject({
      __typename: 'Order',
      clientOrderId: 'one',
      account: { id: ACCOUNT },
      asset: { ticker: 'PETR4' },
      type: 'LIMIT',
      timeInForce: 'DAY',
      limitPrice: '28.90',
      status: 'PENDING',
      leavesQuantity: 100,
      averageFillPrice: null,
      reservedCash: '2890.66',
      reservedQuantity: 0,
      executions: [],
    });
    await orders.until(() => orders.commands.length === 1);
    expect(orders.commands[0]).toMatchObject({
      type: 'NEW_ORDER',
      orderId: placed.id,
      limitPriceTicks: 2890,
      protectionPriceTicks: null,
    });
    await accepted(placed.id);
    await filled(placed.id, 40, 40, 2885);
    await untilStatus(placed.id, 'PARTIALLY_FILLED');
    expect(await orderNow(placed.id)).toMatchObject({
      filledQuantity: 40,
      leavesQuantity: 60,
      averageFillPrice: '28.8500',
      reservedCash: '1734.39',
      executions: [
        { price: '28.85', quantity: 40, grossAmount: '1154.00', fees: '0.27', settlesOn: '2026-03-18' },
      ],
    });
    await filled(placed.id, 100, 60, 2890);
    await untilStatus(placed.id, 'FILLED');
    expect(await orderNow(placed.id)).toMatchObject({
      averageFillPrice: '28.8800',
      reservedCash: '0.00',
      leavesQuantity: 0,
    });
    await orders.expectConsistent();
    expect(orders.wallet.free(ACCOUNT, 'BRL')).toBe(10_000_00 - 2888_00 - 66);
  });

  test('with a repeated id and the same content is the same order, with other content ID_REUSED', async () => {
    const first = await place();
    expect(await place({ limitPrice: '28.9' })).toMatchObject({ id: first.id });
    expect(await place({ type: 'LIMIT', timeInForce: 'DAY' })).toMatchObject({ id: first.id });
    expect(await place({ quantity: 200 })).toMatchObject({ rule: 'ID_REUSED', field: 'clientOrderId' });
    await orders.expectConsistent();
    expect(orders.commands).toHaveLength(1);
  });

  test('that the broker refuses leaves its client order id free and no reservation', async () => {
    expect(await place({ quantity: 400 })).toMatchObject({
      rule: 'INSUFFICIENT_CASH',
      field: 'quantity',
      limit: '10000.00',
      observed: '11562.66',
    });
    await orders.expectConsistent();
    expect(await place()).toMatchObject({ __typename: 'Order' });
  });

  test('to sell reserves shares', async () => {
    const placed = await place({ side: 'SELL', quantity: 500 });
    expect(placed).toMatchObject({ reservedCash: '0.00', reservedQuantity: 500 });
    expect(await place({ clientOrderId: 'two', side: 'SELL' })).toMatchObject({
      rule: 'INSUFFICIENT_SHARES',
      limit: '0',
      observed: '100',
    });
    await orders.expectConsistent();
  });

  test('that the exchange rejects releases its reservation and has the reason', async () => {
    const placed = await place();
    await orders.report({
      type: 'REJECTED',
      orderId: placed.id,
      ticker: 'PETR4',
      rule: 'PHASE',
      message: 'closed',
    });
    await untilStatus(placed.id, 'REJECTED');
    expect(await orderNow(placed.id)).toMatchObject({
      leavesQuantity: 0,
      refusal: { rule: 'PHASE' },
      reservedCash: '0.00',
    });
    await orders.expectConsistent();
    expect(orders.wallet.free(ACCOUNT, 'BRL')).toBe(10_000_00);
  });
});

describe('a market order', () => {
  test('needs an opposite price, reserves at it and shows the price of its rest', async () => {
    const market = { type: 'MARKET', limitPrice: null };
    await orders.quote({ bid: 2880 });
    expect(await place(market)).toMatchObject({ rule: 'NO_OPPOSITE_PRICE' });
    await orders.quote({ bid: 2880, ask: 2890 });
    const placed = await place(market);
    expect(placed).toMatchObject({ limitPrice: null, reservedCash: '2890.66' });
    await orders.until(() => orders.commands.length === 1);
    expect(orders.commands[0]).toMatchObject({ limitPriceTicks: null, protectionPriceTicks: 2890 });
    await accepted(placed.id, 100, 2885);
    await filled(placed.id, 40, 40, 2885);
    await untilStatus(placed.id, 'PARTIALLY_FILLED');
    expect(await orderNow(placed.id)).toMatchObject({ limitPrice: '28.90' });
    await orders.expectConsistent();
  });
});

describe('placeOrders', () => {
  const PLACE_MANY = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) { ${ORDER} } }`;
  const placeMany = async (inputs: object[]): Promise<OrderView[]> =>
    field(await orders.execute(ALICE, PLACE_MANY, { inputs }), 'placeOrders');

  test('answers each order by itself, in the order of the inputs, a repeated one with the same order', async () => {
    const answers = await placeMany([
      buy({ clientOrderId: 'a' }),
      buy({ clientOrderId: 'b', quantity: 150 }),
      buy({ clientOrderId: 'a' }),
      buy({ clientOrderId: 'a', quantity: 200 }),
      buy({ clientOrderId: 'c', quantity: 300 }),
      buy({ clientOrderId: 'd', accountId: BOBS_ACCOUNT }),
      buy({ clientOrderId: 'e' }),
    ]);
    expect(answers.map((answer) => answer.rule ?? answer.__typename)).toEqual([
      'Order',
      'LOT_SIZE',
      'Order',
      'ID_REUSED',
      'INSUFFICIENT_CASH',
      'ACCOUNT_NOT_FOUND',
      'Order',
    ]);
    expect(answers[2]?.id).toBe(answers[0]?.id);
    await orders.expectConsistent();
  });

  test('refuses more than 100 orders', async () => {
    const answers = await placeMany(
      Array.from({ length: 101 }, (_, index) => buy({ clientOrderId: `n${index}` })),
    );
    expect(answers).toHaveLength(101);
    expect(new Set(answers.map((answer) => answer.rule))).toEqual(new Set(['TOO_MANY_ORDERS']));
  });
});

describe('a preview', () => {
  test('shows the effect of placing, and refuses like placing', async () => {
    expect(
      field(await orders.execute(ALICE, PREVIEW, { input: buy({ clientOrderId: '' }) }), 'previewOrder'),
    ).toEqual({
      __typename: 'OrderPreview',
      grossAmount: '2890.00',
      fees: '0.66',
      costs: [{ name: 'TRADING_AND_SETTLEMENT', amount: '0.66' }],
      netAmount: '2890.66',
      settlesOn: '2026-03-18',
      availableCashAfter: '7109.34',
      availableQuantityAfter: 500,
      referencePrice: '28.90',
    });
    const sell = buy({ side: 'SELL', quantity: 500 });
    expect(field(await orders.execute(ALICE, PREVIEW, { input: sell }), 'previewOrder')).toMatchObject({
      netAmount: '14446.68',
      availableCashAfter: '10000.00',
      availableQuantityAfter: 0,
    });
    for (const changes of [
      { quantity: 400 },
      { accountId: BOBS_ACCOUNT },
      { limitPrice: '28.905' },
      { ticker: 'XXXX9' },
    ]) {
      const preview = field(await orders.execute(ALICE, PREVIEW, { input: buy(changes) }), 'previewOrder');
      expect(preview).toMatchObject({ rule: (await place(changes)).rule });
    }
  });
});

describe('requests', () => {
  test('to cancel are one request while the first is pending', async () => {
    const placed = await place();
    await accepted(placed.id);
    const first = field(await orders.execute(ALICE, CANCEL, { id: placed.id }), 'cancelOrder');
    const second = field(await orders.execute(ALICE, CANCEL, { id: placed.id }), 'cancelOrder');
    expect(first).toMatchObject({ pendingRequest: 'CANCEL' });
    expect(second).toMatchObject({ pendingRequest: 'CANCEL' });
    await orders.until(() => orders.commands.length === 2);
    const command = orders.commands[1];
    if (command?.type !== 'CANCEL_ORDER') throw new Error('no cancel came');
    const { requestId } = command;
    await orders.report({
      type: 'CANCELED',
      orderId: placed.id,
      ticker: 'PETR4',
      ...standing(100, 0, true),
      requestId,
      reason: 'REQUESTED',
    });
    await untilStatus(placed.id, 'CANCELED');
    expect(await orderNow(placed.id)).toMatchObject({ pendingRequest: null, reservedCash: '0.00' });
    expect(field(await orders.execute(ALICE, CANCEL, { id: placed.id }), 'cancelOrder')).toMatchObject({
      rule: 'ORDER_ENDED',
    });
    await orders.expectConsistent();
    expect(orders.commands).toHaveLength(2);
  });

  test('to replace reserve the extra amount of the new terms until the exchange answers', async () => {
    const placed = await place();
    await accepted(placed.id);
    await untilStatus(placed.id, 'OPEN');
    const input = { orderId: placed.id, clientRequestId: 'r1', quantity: 200, limitPrice: '29.00' };
    const requested = field(await orders.execute(ALICE, REPLACE, { input }), 'replaceOrder');
    expect(requested).toMatchObject({ pendingRequest: 'REPLACE', quantity: 100, reservedCash: '5801.33' });
    expect(field(await orders.execute(ALICE, REPLACE, { input }), 'replaceOrder')).toEqual(requested);
    expect(
      field(await orders.execute(ALICE, REPLACE, { input: { ...input, quantity: 300 } }), 'replaceOrder'),
    ).toMatchObject({ rule: 'ID_REUSED', field: 'clientRequestId' });
    await orders.expectConsistent();
    const command = orders.commands[1];
    if (command?.type !== 'REPLACE_ORDER') throw new Error('no replace came');
    await orders.report({
      type: 'REPLACE_REJECTED',
      orderId: placed.id,
      ticker: 'PETR4',
      requestId: command.requestId,
      rule: 'PHASE',
      message: 'closed',
    });
    await orders.until(
      async () =>
        (await orderNow(placed.id)).status === 'OPEN' &&
        orders.wallet.free(ACCOUNT, 'BRL') === 10_000_00 - 2890_66,
    );
    expect(await orderNow(placed.id)).toMatchObject({ pendingRequest: null, reservedCash: '2890.66' });
    const tooMuch = { orderId: placed.id, clientRequestId: 'r2', quantity: 400 };
    expect(field(await orders.execute(ALICE, REPLACE, { input: tooMuch }), 'replaceOrder')).toMatchObject({
      rule: 'INSUFFICIENT_CASH',
    });
    await orders.expectConsistent();
  });

  test('get the same refusal for unknown orders and for those of another user', async () => {
    const placed = await place();
    for (const [userId, id] of [
      [BOB, placed.id],
      [ALICE, 'ord_none'],
    ] as const) {
      expect(field(await orders.execute(userId, CANCEL, { id }), 'cancelOrder')).toMatchObject({
        rule: 'ORDER_NOT_FOUND',
      });
      const input = { orderId: id, clientRequestId: 'r', quantity: 200 };
      expect(field(await orders.execute(userId, REPLACE, { input }), 'replaceOrder')).toMatchObject({
        rule: 'ORDER_NOT_FOUND',
      });
      expect(field(await orders.execute(userId, ONE, { id }), 'order')).toBeNull();
    }
    const all = `mutation ($accountId: ID!) { cancelAllOrders(accountId: $accountId) { __typename ... on Refusal { rule } ... on CancelAllResult { requested orders { id } } } }`;
    expect(field(await orders.execute(BOB, all, { accountId: ACCOUNT }), 'cancelAllOrders')).toMatchObject({
      rule: 'ACCOUNT_NOT_FOUND',
    });
    expect(field(await orders.execute(ALICE, all, { accountId: ACCOUNT }), 'cancelAllOrders')).toEqual({
      __typename: 'CancelAllResult',
      requested: 1,
      orders: [{ id: placed.id }],
    });
  });

  test('without a token fail with UNAUTHENTICATED', async () => {
    for (const [query, variables] of [
      [PLACE, { input: buy() }],
      [CANCEL, { id: 'ord_1' }],
      [ONE, { id: 'ord_1' }],
      [PREVIEW, { input: buy() }],
      ['{ node(id: "ord_1") { id } }', {}],
    ] as const) {
      const { errors } = await orders.execute(null, query, variables);
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });
});
