import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { CacheUnavailable } from '#platform/ports/cache.ts';
import { ACCOUNT, ALICE, createTestOrders, MONDAY_MS, TODAY, type TestOrders } from './test-support.ts';

const ORDER = `
  __typename
  ... on Order {
    id type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status
    pendingRequest filledQuantity leavesQuantity reservedCash reservedQuantity
  }
  ... on Refusal { rule field limit observed }`;
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ${ORDER} } }`;
const REPLACE = `mutation ($input: ReplaceOrderInput!) { replaceOrder(input: $input) { ${ORDER} } }`;
const ONE = `query ($id: ID!) { order(id: $id) { ${ORDER.replace(/\.\.\. on Refusal.*/, '')} } }`;
const PREVIEW = `query ($input: PlaceOrderInput!) { previewOrder(input: $input) {
  __typename
  ... on OrderPreview { grossAmount fees netAmount referencePrice availableCashAfter }
  ... on Refusal { rule } } }`;

type View = Readonly<Record<string, unknown>> & { readonly id: string };

let orders: TestOrders;
beforeEach(async () => {
  orders = await createTestOrders();
  orders.wallet.give(ACCOUNT, 'BRL', 100_000_00);
  orders.wallet.give(ACCOUNT, 'PETR4', 5_000);
});
afterEach(() => orders.stop());

let ids = 0;
const inputOf = (terms: object) => ({
  accountId: ACCOUNT,
  clientOrderId: `id-${++ids}`,
  ticker: 'PETR4',
  side: 'BUY',
  quantity: 100,
  ...terms,
});
const ask = async (query: string, variables: object, name: string): Promise<View> => {
  const answer = await orders.execute(ALICE, query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data?.[name] as View;
};
const place = (terms: object): Promise<View> => ask(PLACE, { input: inputOf(terms) }, 'placeOrder');
const preview = (terms: object): Promise<View> => ask(PREVIEW, { input: inputOf(terms) }, 'previewOrder');
const replace = (orderId: string, changes: object): Promise<View> =>
  ask(REPLACE, { input: { orderId, clientRequestId: `id-${++ids}`, ...changes } }, 'replaceOrder');
const now = (id: string): Promise<View> => ask(ONE, { id }, 'order');
const until = (id: string, fits: (order: View) => boolean): Promise<void> =>
  orders.until(async () => fits(await now(id)));
const accept = async ({ id }: View, quantity = 100, limitPriceTicks: number | null = null): Promise<void> => {
  const standing = { quantity, filledQuantity: 0, leavesQuantity: quantity };
  await orders.report({ type: 'ACCEPTED', orderId: id, ticker: 'PETR4', ...standing, limitPriceTicks });
  await until(id, (order) => order['status'] === 'OPEN');
};
const sent = async (count: number) => {
  await orders.until(() => orders.commands.length === count);
  const command = orders.commands.at(-1);
  if (!command) throw new Error('no command came');
  return command;
};

/** Reports that the exchange accepts the replace that it received last. */
async function replaced({ id }: View, quantity: number, terms: object = {}): Promise<void> {
  const command = orders.commands.at(-1);
  if (command?.type !== 'REPLACE_ORDER') throw new Error('no replace came');
  const { requestId } = command;
  const standing = { quantity, filledQuantity: 0, leavesQuantity: quantity, limitPriceTicks: 2890 };
  await orders.report({ type: 'REPLACED', orderId: id, ticker: 'PETR4', requestId, ...standing, ...terms });
  await until(id, (order) => order['pendingRequest'] === null);
}

const STOP = { type: 'STOP', stopPrice: '30.00' };

describe('a stop', () => {
  test('reserves at its protection price, and at its price in the book once it is triggered', async () => {
    expect(await preview(STOP)).toMatchObject({
      referencePrice: '30.00',
      grossAmount: '3000.00',
      netAmount: '3301.11',
      availableCashAfter: '96698.89',
    });
    const placed = await place(STOP);
    expect(placed).toMatchObject({ stopPrice: '30.00', limitPrice: null, reservedCash: '3301.11' });
    expect(await sent(1)).toMatchObject({
      orderType: 'STOP',
      stopPriceTicks: 3000,
      limitPriceTicks: null,
      protectionPriceTicks: 3300,
      investorId: ALICE,
      selfTradePrevention: 'CANCEL_AGGRESSOR',
    });
    await accept(placed);
    const { id } = placed;
    await orders.report({ type: 'TRIGGERED', orderId: id, ticker: 'PETR4', limitPriceTicks: 3010 });
    await until(id, (order) => order['triggeredAt'] !== null);
    expect(await now(id)).toMatchObject({
      status: 'OPEN',
      triggeredAt: new Date(MONDAY_MS).toISOString(),
      limitPrice: '30.10',
      reservedCash: '3011.02',
    });
    await orders.expectConsistent();
    expect(await replace(id, { stopPrice: '31' })).toMatchObject({ rule: 'PRICE_NOT_ALLOWED' });
    expect(await replace(id, { limitPrice: '30.20' })).toMatchObject({ pendingRequest: 'REPLACE' });
  });

  test('is compared with the last price of today, or the previous close before the first trade', async () => {
    expect(await place({ ...STOP, stopPrice: '28.90' })).toMatchObject({
      rule: 'STOP_PRICE',
      limit: 'above 28.90',
    });
    await orders.quote({ last: 3000 });
    expect(await place(STOP)).toMatchObject({ rule: 'STOP_PRICE', limit: 'above 30.00', observed: '30.00' });
    expect(await place({ ...STOP, side: 'SELL', stopPrice: '29.99' })).toMatchObject({
      reservedQuantity: 100,
    });
    await orders.quote({ last: 3000, tradeDate: '2026-03-13' });
    expect(await place(STOP)).toMatchObject({ __typename: 'Order' });
  });

  test('with a new stop price reserves more by as much as its protection price rises', async () => {
    const placed = await place(STOP);
    await accept(placed);
    const replacing = await replace(placed.id, { stopPrice: '31.00' });
    expect(replacing).toMatchObject({
      pendingRequest: 'REPLACE',
      stopPrice: '30.00',
      reservedCash: '3401.13',
    });
    const command = await sent(2);
    if (command.type !== 'REPLACE_ORDER') throw new Error('no replace came');
    expect(command).toMatchObject({ quantity: 100, stopPriceTicks: 3100, limitPriceTicks: null });
    await orders.report({
      type: 'REPLACED',
      orderId: placed.id,
      ticker: 'PETR4',
      requestId: command.requestId,
      ...{ quantity: 100, filledQuantity: 0, leavesQuantity: 100 },
      limitPriceTicks: null,
      stopPriceTicks: 3100,
    });
    await until(placed.id, (order) => order['pendingRequest'] === null);
    expect(await now(placed.id)).toMatchObject({ stopPrice: '31.00', reservedCash: '3401.13' });
    await orders.expectConsistent();
  });
});

test('a stop limit order reserves at its limit', async () => {
  const stopLimit = { type: 'STOP_LIMIT', stopPrice: '30.00', limitPrice: '30.50' };
  expect(await preview(stopLimit)).toMatchObject({ referencePrice: '30.50', netAmount: '3051.03' });
  expect(await place(stopLimit)).toMatchObject({ limitPrice: '30.50', reservedCash: '3051.03' });
  expect(await sent(1)).toMatchObject({
    limitPriceTicks: 3050,
    stopPriceTicks: 3000,
    protectionPriceTicks: null,
  });
});

test('an iceberg with a last day keeps its terms on the way to the exchange, and its replace changes each of them', async () => {
  const terms = { timeInForce: 'GTD', expiresOn: '2026-03-20', quantity: 500, limitPrice: '28.90' };
  const placed = await place({ ...terms, displayQuantity: 200 });
  expect(placed).toMatchObject({ displayQuantity: 200, expiresOn: '2026-03-20' });
  expect(await sent(1)).toMatchObject({ timeInForce: 'GTD', expiresOn: '2026-03-20', displayQuantity: 200 });
  await accept(placed, 500, 2890);
  expect(await replace(placed.id, { minimumQuantity: 100 })).toMatchObject({ field: 'minimumQuantity' });
  await replace(placed.id, { displayQuantity: 100 });
  const command = await sent(2);
  if (command.type !== 'REPLACE_ORDER') throw new Error('no replace came');
  expect(command).toMatchObject({ quantity: 500, limitPriceTicks: null, displayQuantity: 100 });
  await orders.report({
    type: 'REPLACED',
    orderId: placed.id,
    ticker: 'PETR4',
    requestId: command.requestId,
    ...{ quantity: 500, filledQuantity: 0, leavesQuantity: 500 },
    limitPriceTicks: 2890,
    displayQuantity: 100,
  });
  await until(placed.id, (order) => order['pendingRequest'] === null);
  expect(await now(placed.id)).toMatchObject({ displayQuantity: 100, limitPrice: '28.90' });
  await orders.expectConsistent();
});

describe('null in a replace', () => {
  const iceberg = { quantity: 1_000, displayQuantity: 200, limitPrice: '28.90' };

  test('removes the displayed and the minimum quantity; a field that is left out keeps its term', async () => {
    const placed = await place(iceberg);
    await accept(placed, 1_000, 2890);
    expect(await replace(placed.id, { quantity: 900 })).toMatchObject({ pendingRequest: 'REPLACE' });
    expect(await sent(2)).toMatchObject({ displayQuantity: null, minimumQuantity: null });
    await replaced(placed, 900, { displayQuantity: 200 });
    expect(await now(placed.id)).toMatchObject({ quantity: 900, displayQuantity: 200 });
    await replace(placed.id, { displayQuantity: null, minimumQuantity: null });
    expect(await sent(3)).toMatchObject({ quantity: 900, displayQuantity: 0, minimumQuantity: 0 });
    await replaced(placed, 900);
    expect(await now(placed.id)).toMatchObject({ displayQuantity: null, minimumQuantity: null });
    await orders.expectConsistent();
  });

  test('is other content than a field that is left out', async () => {
    const placed = await place(iceberg);
    await accept(placed, 1_000, 2890);
    const request = { clientRequestId: 'same', quantity: 900 };
    await replace(placed.id, request);
    expect(await replace(placed.id, { ...request, displayQuantity: null })).toMatchObject({
      rule: 'ID_REUSED',
    });
  });

  test.each(['quantity', 'limitPrice', 'stopPrice'])('for %s is BAD_USER_INPUT', async (name) => {
    const input = { orderId: 'ord_1', clientRequestId: 'one', [name]: null };
    const { errors } = await orders.execute(ALICE, REPLACE, { input });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(`"input.${name}"`) as unknown,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('a market order for a call', () => {
  const terms = { type: 'MARKET', timeInForce: 'AUCTION' };

  test('reserves at the top of the price band, and releases the unfilled rest after the auction', async () => {
    await orders.quote({ phase: 'OPENING_CALL', theoreticalPrice: 2950, last: 2900 });
    expect(await preview(terms)).toMatchObject({ referencePrice: '29.50', netAmount: '4001.32' });
    const placed = await place(terms);
    expect(placed).toMatchObject({ limitPrice: null, reservedCash: '4001.32' });
    expect(await sent(1)).toMatchObject({ protectionPriceTicks: 4000, limitPriceTicks: null });
    await accept(placed);
    await orders.report({
      type: 'EXPIRED',
      orderId: placed.id,
      ticker: 'PETR4',
      ...{ quantity: 100, filledQuantity: 0, leavesQuantity: 0 },
      reason: 'AUCTION',
    });
    await until(placed.id, (order) => order['status'] === 'EXPIRED');
    await orders.expectConsistent();
    expect(orders.wallet.free(ACCOUNT, 'BRL')).toBe(100_000_00);
  });

  test('has the theoretical price as its reference, else the last price, else the previous close', async () => {
    const atClose = { ...terms, timeInForce: 'AT_CLOSE' };
    expect(await preview(atClose)).toMatchObject({ referencePrice: '28.90' });
    await orders.quote({ last: 2900 });
    expect(await preview({ ...atClose, side: 'SELL' })).toMatchObject({
      referencePrice: '29.00',
      netAmount: '2899.12',
    });
  });
});

describe('the phase', () => {
  test.each([
    ['HALTED', {}, 'PHASE'],
    ['AUCTION', {}, null],
    ['AUCTION', { timeInForce: 'IOC' }, 'PHASE'],
    ['CONTINUOUS', { timeInForce: 'AUCTION' }, 'PHASE'],
  ] as const)("is the ticker's own: %s, case %#", async (phase, changes, rule) => {
    await orders.quote({ phase });
    const answer = await place({ limitPrice: '28.90', ...changes });
    expect(answer).toMatchObject(rule ? { rule, observed: phase } : { __typename: 'Order' });
  });

  test('in a quote of another day does not count: the market’s phase does', async () => {
    await orders.quote({ phase: 'HALTED', tradeDate: '2026-03-13' });
    expect(await place({ limitPrice: '28.90' })).toMatchObject({ __typename: 'Order' });
    await orders.quote({ phase: 'HALTED', tradeDate: TODAY });
    expect(await place({ limitPrice: '28.90' })).toMatchObject({ rule: 'PHASE' });
  });

  test('in a call allows a change of an order, but not of a waiting stop', async () => {
    const limit = await place({ limitPrice: '28.90' });
    const stop = await place(STOP);
    await orders.quote({ phase: 'CLOSING_CALL' });
    expect(await replace(stop.id, { stopPrice: '31' })).toMatchObject({ rule: 'PHASE', limit: 'CONTINUOUS' });
    expect(await replace(limit.id, { limitPrice: '28.80' })).toMatchObject({ pendingRequest: 'REPLACE' });
  });
});

test('without hot prices the broker accepts limit orders and stops, and asks to send market orders again', async () => {
  const cache = createMemoryCache();
  const getMany = () => Promise.reject(new CacheUnavailable('connection lost'));
  await orders.restart({ cache: { ...cache, getMany } });
  expect(await place({ limitPrice: '28.90' })).toMatchObject({ __typename: 'Order' });
  expect(await place(STOP)).toMatchObject({ __typename: 'Order' });
  const { errors } = await orders.execute(ALICE, PLACE, { input: inputOf({ type: 'MARKET' }) });
  expect(errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
});
