import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { PlaceOrderInput } from '#sdk/src/index.ts';
import { dataLayout } from '#processes/data-dir.ts';
import { auditByCommand } from './support/audit.ts';
import type { OrderView } from './support/order-life.ts';
import { granted, newPerson, until, type Person } from './support/person.ts';
import { costing, money, provisional } from './support/prices.ts';
import { post } from './support/raw.ts';
import { startBrokerProcess, temporaryDataDir, type Broker } from './support/broker.ts';
import { startInProcessBroker } from './support/in-process-broker.ts';

/** Two traders without a simulator, so that every amount is predictable. Fees of 2026: 2.30 basis points. */
const SETTINGS = { SIMULATOR: 'off', LOG_LEVEL: 'error' };
let dataDir = '';
let broker: Broker;
let buyer: Person;
let seller: Person;
/** A price inside the band, in centavos. */
let price = 0;

const PLACE =
  'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ... on Refusal { rule } } }';

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startInProcessBroker(dataDir, SETTINGS);
  buyer = await newPerson(broker.url, '1000000.00');
  seller = await newPerson(broker.url);
  const input = {
    accountId: seller.accountId,
    ticker: 'PETR4',
    quantity: 10_000,
    averagePrice: '20.00',
    clientTransferId: 'in',
  };
  granted((await seller.broker.depositShares({ input })).depositShares);
  const { asset } = await buyer.broker.asset({ ticker: 'PETR4' });
  price = Number(asset?.quote?.previousClose?.replace('.', ''));
  expect(price).toBeGreaterThan(100);
});

afterAll(async () => {
  await buyer.broker.close();
  await seller.broker.close();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const limit = (
  person: Person,
  side: 'BUY' | 'SELL',
  quantity: number,
  centavos: number,
  more: object = {},
): PlaceOrderInput => ({
  accountId: person.accountId,
  clientOrderId: randomUUID(),
  ticker: 'PETR4',
  side,
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity,
  limitPrice: money(centavos),
  ...more,
});

const place = async (person: Person, input: PlaceOrderInput) =>
  granted((await person.broker.placeOrder({ input })).placeOrder);

/** The order once its state fits. */
async function settledOrder(person: Person, id: string, fits: (order: OrderView) => boolean) {
  const { accountId } = person;
  // In a request of its own: a list that is read after the cursor is at least as new, so no update is missed.
  const after = (await person.broker.account({ id: accountId })).account?.ordersCursor ?? null;
  const current = (await person.broker.orders({ accountId, first: 200 })).account;
  const known = current?.orders?.nodes.find((order) => order.id === id);
  if (known && fits(known)) return known;
  const events = await until(
    person.broker.orderStream({ accountId, after }),
    ({ orders }) => orders.order.id === id && fits(orders.order),
  );
  const last = events.at(-1)?.orders.order;
  if (!last) throw new Error('no update');
  return last;
}
/** The fills of an order, oldest first. */
const fillsOf = async (person: Person, id: string) =>
  (await person.broker.order({ id })).order?.executions ?? [];

const account = async (person: Person) =>
  (await person.broker.account({ id: person.accountId, includeClosed: true })).account;

describe('limit orders', () => {
  test('a buy reserves its price with costs; preview says the same; cancel gives it back', async () => {
    const input = limit(buyer, 'BUY', 200, price);
    const gross = 200 * price;
    const preview = granted((await buyer.broker.previewOrder({ input })).previewOrder);
    const before = await account(buyer);
    expect(preview).toMatchObject({
      grossAmount: money(gross),
      fees: money(provisional(gross)),
      netAmount: costing(gross),
    });
    const order = await place(buyer, input);
    await settledOrder(buyer, order.id, ({ status }) => status === 'OPEN');
    const during = await account(buyer);
    expect(during?.cash).toMatchObject({
      reserved: preview.netAmount,
      available: preview.availableCashAfter,
    });
    const canceling = granted((await buyer.broker.cancelOrder({ orderId: order.id })).cancelOrder);
    expect(['CANCEL', null]).toContain(canceling.pendingRequest);
    const ended = await settledOrder(buyer, order.id, ({ status }) => status === 'CANCELED');
    expect(ended).toMatchObject({ leavesQuantity: 0, reservedCash: '0.00', filledQuantity: 0 });
    await expect.poll(async () => (await account(buyer))?.cash).toEqual(before?.cash);
  });

  test('price-time priority and partial fills, with costs on both sides', async () => {
    const first = await place(seller, limit(seller, 'SELL', 300, price));
    await settledOrder(seller, first.id, ({ status }) => status === 'OPEN');
    const better = await place(seller, limit(seller, 'SELL', 100, price - 1));
    await settledOrder(seller, better.id, ({ status }) => status === 'OPEN');
    const cashBefore = (await account(seller))?.cash.available ?? '';

    const taker = await place(buyer, limit(buyer, 'BUY', 300, price));
    const filled = await settledOrder(buyer, taker.id, ({ status }) => status === 'FILLED');
    const fills = await fillsOf(buyer, filled.id);
    expect(fills.map(({ quantity, price: at }) => [quantity, at])).toEqual([
      [100, money(price - 1)],
      [200, money(price)],
    ]);
    const gross = 100 * (price - 1) + 200 * price;
    const paid = fills.reduce((sum, { fees }) => sum + Number(fees.replace('.', '')), 0);
    expect(paid).toBe(provisional(gross));

    const rest = await settledOrder(seller, first.id, ({ status }) => status === 'PARTIALLY_FILLED');
    expect(rest).toMatchObject({ filledQuantity: 200, leavesQuantity: 100, reservedQuantity: 100 });
    const expected =
      Number(cashBefore.replace('.', '')) + gross - provisional(100 * (price - 1)) - provisional(200 * price);
    await expect.poll(async () => (await account(seller))?.cash.available).toBe(money(expected));
    const position = (await account(seller))?.positions.find(({ ticker }) => ticker === 'PETR4');
    expect(position).toMatchObject({ quantity: 9_700, reserved: 100, available: 9_600, settled: 10_000 });
    granted((await seller.broker.cancelAllOrders({ accountId: seller.accountId })).cancelAllOrders);
    await settledOrder(seller, first.id, ({ status }) => status === 'CANCELED');
  });

  test('a market order takes the best price and its rest stands there', async () => {
    const offer = await place(seller, limit(seller, 'SELL', 100, price));
    await settledOrder(seller, offer.id, ({ status }) => status === 'OPEN');
    await expect
      .poll(async () => (await buyer.broker.quotes({ tickers: ['PETR4'] })).quotes?.[0]?.ask)
      .toBe(money(price));
    const input = { ...limit(buyer, 'BUY', 300, price), type: 'MARKET' as const, limitPrice: null };
    const preview = granted((await buyer.broker.previewOrder({ input })).previewOrder);
    expect(preview).toMatchObject({ referencePrice: money(price), grossAmount: money(300 * price) });
    const order = await place(buyer, input);
    const rest = await settledOrder(buyer, order.id, ({ status }) => status === 'PARTIALLY_FILLED');
    expect(rest).toMatchObject({ filledQuantity: 100, leavesQuantity: 200, limitPrice: money(price) });
    await buyer.broker.cancelOrder({ orderId: order.id });
    await settledOrder(buyer, order.id, ({ status }) => status === 'CANCELED');
  });

  test('without an opposite price a market order is refused', async () => {
    await expect
      .poll(async () => (await buyer.broker.quotes({ tickers: ['PETR4'] })).quotes?.[0]?.ask)
      .toBeNull();
    const input = { ...limit(buyer, 'BUY', 100, price), type: 'MARKET' as const, limitPrice: null };
    const { placeOrder } = await buyer.broker.placeOrder({ input });
    expect(placeOrder).toMatchObject({ __typename: 'Refusal', rule: 'NO_OPPOSITE_PRICE' });
  });

  test('IOC fills what it can, FOK all or nothing', async () => {
    const offer = await place(seller, limit(seller, 'SELL', 200, price));
    await settledOrder(seller, offer.id, ({ status }) => status === 'OPEN');
    const kill = await place(buyer, limit(buyer, 'BUY', 300, price, { timeInForce: 'FOK' }));
    expect(await settledOrder(buyer, kill.id, ({ status }) => status === 'EXPIRED')).toMatchObject({
      filledQuantity: 0,
    });
    const take = await place(buyer, limit(buyer, 'BUY', 300, price, { timeInForce: 'IOC' }));
    expect(await settledOrder(buyer, take.id, ({ status }) => status === 'EXPIRED')).toMatchObject({
      filledQuantity: 200,
      leavesQuantity: 0,
      reservedCash: '0.00',
    });
  });

  test('replace: a smaller quantity keeps its place, a new price trades when it crosses', async () => {
    const offer = await place(seller, limit(seller, 'SELL', 300, price + 5));
    const bid = await place(buyer, limit(buyer, 'BUY', 200, price));
    await settledOrder(seller, offer.id, ({ status }) => status === 'OPEN');
    await settledOrder(buyer, bid.id, ({ status }) => status === 'OPEN');
    const request = {
      orderId: bid.id,
      clientRequestId: randomUUID(),
      limitPrice: money(price + 5),
      quantity: 100,
    };
    granted((await buyer.broker.replaceOrder({ input: request })).replaceOrder);
    const filled = await settledOrder(buyer, bid.id, ({ status }) => status === 'FILLED');
    expect(filled).toMatchObject({
      quantity: 100,
      filledQuantity: 100,
      averageFillPrice: `${money(price + 5)}00`,
      reservedCash: '0.00',
    });
    const again = await buyer.broker.replaceOrder({ input: request });
    expect(again.replaceOrder).toMatchObject({ __typename: 'Order', id: bid.id });
    const late = await buyer.broker.cancelOrder({ orderId: bid.id });
    expect(late.cancelOrder).toMatchObject({ __typename: 'Refusal', rule: 'ORDER_ENDED' });
    await seller.broker.cancelAllOrders({ accountId: seller.accountId });
    await settledOrder(seller, offer.id, ({ status }) => status === 'CANCELED');
  });
});

test('the orders stream repeats exactly from a cursor, also after the process of the broker was killed', async () => {
  const settings = { ...SETTINGS, PORT: new URL(broker.url).port };
  await broker.stop();
  const own = await startBrokerProcess(dataDir, settings);
  onTestFinished(() => own.kill());
  const start = (await account(buyer))?.ordersCursor ?? '';
  const order = await place(buyer, limit(buyer, 'BUY', 100, price - 10));
  await settledOrder(buyer, order.id, ({ status }) => status === 'OPEN');
  await buyer.broker.cancelOrder({ orderId: order.id });
  const ends = ({ orders }: { orders: { order: { status: string } } }): boolean =>
    orders.order.status === 'CANCELED';
  const once = await until(buyer.broker.orderStream({ accountId: buyer.accountId, after: start }), ends);
  await own.kill();
  broker = await startInProcessBroker(dataDir, settings);
  const twice = await until(buyer.broker.orderStream({ accountId: buyer.accountId, after: start }), ends);
  expect(twice).toEqual(once);
  expect(once.map(({ orders }) => orders.order.status)).toEqual(['PENDING', 'OPEN', 'OPEN', 'CANCELED']);
});

test('a killed PostgreSQL is started again: requests are SERVICE_UNAVAILABLE meanwhile, and nothing is lost', async () => {
  const pidFile = path.join(dataLayout(dataDir).postgres, 'cluster/postmaster.pid');
  const readPid = async (): Promise<number> => Number((await readFile(pidFile, 'utf8')).split('\n', 1)[0]);
  const before = await account(buyer);
  const killed = await readPid();
  process.kill(killed, 'SIGKILL');
  const codes = new Set<string | undefined>();
  const variables = { input: limit(buyer, 'BUY', 100, price - 10) };
  const placeAgain = async (): Promise<unknown> => {
    const { body, code } = await post(broker.url, PLACE, { variables, token: buyer.token });
    codes.add(code);
    return body.data?.['placeOrder'];
  };
  await expect.poll(placeAgain, { timeout: 20_000, interval: 20 }).toMatchObject({ __typename: 'Order' });
  expect([...codes].filter((code) => code !== undefined)).toEqual(['SERVICE_UNAVAILABLE']);
  const { id } = await place(buyer, variables.input);
  await settledOrder(buyer, id, ({ status }) => status === 'OPEN');
  granted((await buyer.broker.cancelOrder({ orderId: id })).cancelOrder);
  await settledOrder(buyer, id, ({ status }) => status === 'CANCELED');
  await expect.poll(async () => (await account(buyer))?.cash).toEqual(before?.cash);
  expect(await readPid()).not.toBe(killed);
  expect(await auditByCommand(dataDir)).toBe('');
});
