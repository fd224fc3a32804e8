import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  buy,
  createOrderScene,
  field,
  ORDER,
  PREVIEW,
  REPLACE,
  type OrderScene,
  type OrderView,
} from './order-scene.ts';
import { ACCOUNT, ALICE, BOBS_ACCOUNT } from './test-support.ts';

let orders: OrderScene;
beforeEach(async () => {
  orders = await createOrderScene();
});
afterEach(() => orders.stop());

describe('an order', () => {
  test('reserves cash, reaches the exchange, fills in two parts and releases the rest', async () => {
    const placed = await orders.place();
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
      reservedCash: '2890.98',
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
    await orders.accepted(placed.id);
    await orders.filled(placed.id, 40, 40, 2885);
    await orders.untilStatus(placed.id, 'PARTIALLY_FILLED');
    expect(await orders.orderNow(placed.id)).toMatchObject({
      filledQuantity: 40,
      leavesQuantity: 60,
      averageFillPrice: '28.8500',
      reservedCash: '1734.63',
      executions: [
        { price: '28.85', quantity: 40, grossAmount: '1154.00', fees: '0.35', settlesOn: '2026-03-18' },
      ],
    });
    await orders.filled(placed.id, 100, 60, 2890);
    await orders.untilStatus(placed.id, 'FILLED');
    expect(await orders.orderNow(placed.id)).toMatchObject({
      averageFillPrice: '28.8800',
      reservedCash: '0.00',
      leavesQuantity: 0,
    });
    await orders.expectConsistent();
    expect(orders.wallet.free(ACCOUNT, 'BRL')).toBe(10_000_00 - 2888_00 - 88);
  });

  test('with a repeated client order id is the same order; with other content it is ID_REUSED', async () => {
    const first = await orders.place();
    expect(await orders.place({ limitPrice: '28.9' })).toMatchObject({ id: first.id });
    expect(await orders.place({ type: 'LIMIT', timeInForce: 'DAY' })).toMatchObject({ id: first.id });
    expect(await orders.place({ quantity: 200 })).toMatchObject({
      rule: 'ID_REUSED',
      field: 'clientOrderId',
    });
    await orders.expectConsistent();
    expect(orders.commands).toHaveLength(1);
  });

  test('that the broker refuses reserves nothing and leaves its client order id free', async () => {
    expect(await orders.place({ quantity: 400 })).toMatchObject({
      rule: 'INSUFFICIENT_CASH',
      field: 'quantity',
      limit: '10000.00',
      observed: '11563.74',
    });
    await orders.expectConsistent();
    expect(await orders.place()).toMatchObject({ __typename: 'Order' });
  });

  test('to sell reserves shares', async () => {
    const placed = await orders.place({ side: 'SELL', quantity: 500 });
    expect(placed).toMatchObject({ reservedCash: '0.00', reservedQuantity: 500 });
    expect(await orders.place({ clientOrderId: 'two', side: 'SELL' })).toMatchObject({
      rule: 'INSUFFICIENT_SHARES',
      limit: '0',
      observed: '100',
    });
    await orders.expectConsistent();
  });

  test('that the exchange rejects releases its reservation and shows the reason', async () => {
    const placed = await orders.place();
    await orders.report({
      type: 'REJECTED',
      orderId: placed.id,
      ticker: 'PETR4',
      rule: 'PHASE',
      message: 'closed',
    });
    await orders.untilStatus(placed.id, 'REJECTED');
    expect(await orders.orderNow(placed.id)).toMatchObject({
      leavesQuantity: 0,
      refusal: { rule: 'PHASE' },
      reservedCash: '0.00',
    });
    await orders.expectConsistent();
    expect(orders.wallet.free(ACCOUNT, 'BRL')).toBe(10_000_00);
  });
});

describe('a market order', () => {
  test('needs an opposite price, reserves at that price and shows the limit of its rest', async () => {
    const market = { type: 'MARKET', limitPrice: null };
    await orders.quote({ bid: 2880 });
    expect(await orders.place(market)).toMatchObject({ rule: 'NO_OPPOSITE_PRICE' });
    await orders.quote({ bid: 2880, ask: 2890 });
    const placed = await orders.place(market);
    expect(placed).toMatchObject({ limitPrice: null, reservedCash: '2890.98' });
    await orders.until(() => orders.commands.length === 1);
    expect(orders.commands[0]).toMatchObject({ limitPriceTicks: null, protectionPriceTicks: 2890 });
    await orders.accepted(placed.id, 100, 2885);
    await orders.filled(placed.id, 40, 40, 2885);
    await orders.untilStatus(placed.id, 'PARTIALLY_FILLED');
    expect(await orders.orderNow(placed.id)).toMatchObject({ limitPrice: '28.90' });
    await orders.expectConsistent();
  });
});

describe('placeOrders', () => {
  const PLACE_MANY = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) { ${ORDER} } }`;
  const placeMany = async (inputs: object[]): Promise<OrderView[]> =>
    field(await orders.execute(ALICE, PLACE_MANY, { inputs }), 'placeOrders');

  test('answers each input in its place, and a repeated input with the same order', async () => {
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

  test('leave an account with the highest number of open orders, until one of them ends', async () => {
    await orders.part().stop();
    await orders.restart({ maxOpenOrders: 2 });
    const one = (clientOrderId: string) => buy({ clientOrderId });
    const [first, , third, again] = await placeMany(['a', 'b', 'c'].map(one)).then(async (answers) => [
      ...answers,
      ...(await placeMany([one('a')])),
    ]);
    expect(third).toMatchObject({ rule: 'TOO_MANY_OPEN_ORDERS' });
    expect(again?.id).toBe(first?.id);
    await orders.report({
      type: 'REJECTED',
      orderId: first?.id ?? '',
      ticker: 'PETR4',
      rule: 'PHASE',
      message: 'closed',
    });
    await orders.untilStatus(first?.id ?? '', 'REJECTED');
    expect((await placeMany([one('c')]))[0]).toMatchObject({ __typename: 'Order' });
    expect((await placeMany([one('d')]))[0]).toMatchObject({ rule: 'TOO_MANY_OPEN_ORDERS' });
  });
});

test('an order keeps the price of its acceptance through a restart with another brokerage and a replace', async () => {
  const before = await orders.place();
  await orders.accepted(before.id);
  await orders.untilStatus(before.id, 'OPEN');
  await orders.part().stop();
  await orders.restart({ brokerage: { type: 'FIXED', centavos: 490 } });
  const replace = { orderId: before.id, clientRequestId: 'more', limitPrice: '29.00' };
  const { id } = field(await orders.execute(ALICE, REPLACE, { input: replace }), 'replaceOrder');
  expect(id).toBe(before.id);
  await orders.filled(before.id, 40, 40, 2890);
  await orders.untilStatus(before.id, 'PARTIALLY_FILLED');
  expect((await orders.orderNow(before.id)).executions).toMatchObject([{ fees: '0.35' }]);
  const after = await orders.place({ clientOrderId: 'two' });
  await orders.accepted(after.id);
  await orders.filled(after.id, 100, 100, 2890);
  await orders.untilStatus(after.id, 'FILLED');
  // 4.90, and its taxes raised to the next centavo: 0.48.
  expect((await orders.orderNow(after.id)).executions).toMatchObject([{ fees: '6.26' }]);
  await orders.expectConsistent();
});

describe('a preview', () => {
  test('shows the effect of placing, and refuses like placing', async () => {
    expect(
      field(await orders.execute(ALICE, PREVIEW, { input: buy({ clientOrderId: '' }) }), 'previewOrder'),
    ).toEqual({
      __typename: 'OrderPreview',
      grossAmount: '2890.00',
      fees: '0.88',
      costs: [
        { name: 'SETTLEMENT', amount: '0.73' },
        { name: 'TRADING', amount: '0.15' },
      ],
      netAmount: '2890.98',
      extraReserve: '0.10',
      settlesOn: '2026-03-18',
      availableCashAfter: '7109.02',
      availableQuantityAfter: 500,
      referencePrice: '28.90',
    });
    const sell = buy({ side: 'SELL', quantity: 500 });
    expect(field(await orders.execute(ALICE, PREVIEW, { input: sell }), 'previewOrder')).toMatchObject({
      netAmount: '14445.65',
      extraReserve: '0.00',
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
      expect(preview).toMatchObject({ rule: (await orders.place(changes)).rule });
    }
  });
});
