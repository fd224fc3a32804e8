import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrderInput } from '#sdk/src/index.ts';
import { audit } from './support/audit.ts';
import { temporaryDataDir, type Broker } from './support/broker.ts';
import { startInProcessBroker } from './support/in-process-broker.ts';
import { newTrader, type OrderView, type Trader } from './support/order-life.ts';
import { granted, newPerson } from './support/person.ts';

/** Two people alone on the exchange, in continuous trading. Fees of 2026: 2.30 basis points. */
let dataDir = '';
let broker: Broker;
let ana: Trader;
let bob: Trader;
/** The previous close, in centavos, and the top of the band. */
let price = 0;
let top = 0;

const centavosOf = (text: string | null | undefined): number => Number(text?.replace('.', ''));
const money = (centavos: number): string =>
  `${Math.floor(centavos / 100)}.${String(centavos % 100).padStart(2, '0')}`;
const costing = (grossCentavos: number): string =>
  money(grossCentavos + Math.round((grossCentavos * 230) / 1_000_000));

async function traderWithShares(): Promise<Trader> {
  const person = await newPerson(broker.url, '10000000.00');
  const { accountId } = person;
  const shares = { accountId, ticker: 'PETR4', quantity: 100_000, averagePrice: '20.00' };
  granted(
    (await person.broker.depositShares({ input: { ...shares, clientTransferId: 'in' } })).depositShares,
  );
  return newTrader(person);
}

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startInProcessBroker(dataDir, { SIMULATOR: 'off' });
  ana = await traderWithShares();
  bob = await traderWithShares();
  const { asset } = await ana.person.broker.asset({ ticker: 'PETR4' });
  price = centavosOf(asset?.quote?.previousClose);
  top = centavosOf(asset?.priceBand?.high);
});

afterEach(() => Promise.all([ana.clear(), bob.clear()]));

afterAll(async () => {
  await ana.close();
  await bob.close();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

type Terms = Partial<PlaceOrderInput>;
const at = (centavos: number, terms: Terms = {}): Terms => ({ limitPrice: money(centavos), ...terms });
/** What is held for the rest of an order, when this much of it has traded. */
const stillCosting = (grossCentavos: number, tradedCentavos: number): string =>
  money(centavosOf(costing(grossCentavos)) - centavosOf(costing(tradedCentavos)));
const isOpen = ({ status }: OrderView): boolean => status === 'OPEN';
const ended = ({ leavesQuantity }: OrderView): boolean => leavesQuantity === 0;

/** Places an order and waits until it is in the book. */
async function resting(trader: Trader, terms: Terms): Promise<OrderView> {
  const { id } = await trader.place(terms);
  return trader.until(id, isOpen);
}

/** Bob sells to Ana at a price. */
async function trade(centavos: number): Promise<void> {
  await resting(bob, at(centavos, { side: 'SELL' }));
  const { id } = await ana.place(at(centavos));
  await ana.until(id, ({ status }) => status === 'FILLED');
}

/** The same, and the quote knows it as the last price. */
async function lastPriceIs(centavos: number): Promise<void> {
  await trade(centavos);
  await quoted(({ last }) => last === money(centavos));
}

type QuoteView = Awaited<ReturnType<Trader['person']['broker']['quotes']>>['quotes'][number];
const quoted = (fits: (quote: QuoteView) => boolean): Promise<void> =>
  expect
    .poll(async () => (await ana.person.broker.quotes({ tickers: ['PETR4'] })).quotes.some(fits), {
      timeout: 15_000,
    })
    .toBe(true);
const offers = async () => {
  const { asset } = await ana.person.broker.book({ ticker: 'PETR4' });
  return asset?.book.asks.map((level) => [level.price, level.quantity, level.orders]);
};
const offered = (...levels: [centavos: number, quantity: number, orders: number][]): Promise<void> =>
  expect
    .poll(offers, { timeout: 15_000 })
    .toEqual(levels.map(([centavos, ...rest]) => [money(centavos), ...rest]));

describe('orders that rest', () => {
  const days: Terms[] = [
    { timeInForce: 'DAY' },
    { timeInForce: 'GTC' },
    { timeInForce: 'GTD', expiresOn: '2099-12-31' },
    { timeInForce: 'AT_CLOSE' },
    { quantity: 500, displayQuantity: 100 },
  ];
  test.each(days)('%j: reserved for, open, canceled, freed', async (terms) => {
    const quantity = terms.quantity ?? 100;
    const preview = await ana.preview(at(price, terms));
    expect(preview.netAmount).toBe(costing(price * quantity));
    const order = await resting(ana, at(price, terms));
    expect(order).toMatchObject({ ...terms, limitPrice: money(price), reservedCash: preview.netAmount });
    await ana.clear();
    expect(await ana.until(order.id, ended)).toMatchObject({ status: 'CANCELED', reservedCash: '0.00' });
    expect(ana.statuses(order.id)).toEqual(['PENDING', 'OPEN', 'CANCELED']);
  });

  test('a market order at the close waits with the top of the band reserved', async () => {
    const terms = { type: 'MARKET', timeInForce: 'AT_CLOSE' } as const;
    const order = await resting(ana, terms);
    expect(order).toMatchObject({ limitPrice: null, reservedCash: costing(top * 100) });
    expect((await ana.preview(terms)).netAmount).toBe(order.reservedCash);
    await offered();
  });
});

describe('orders that must fill on entry', () => {
  test.each<[terms: Terms, status: string, filled: number]>([
    [{ timeInForce: 'IOC' }, 'EXPIRED', 200],
    [{ timeInForce: 'FOK' }, 'EXPIRED', 0],
    [{ timeInForce: 'FOK', quantity: 200 }, 'FILLED', 200],
    [{ minimumQuantity: 300 }, 'EXPIRED', 0],
    [{ minimumQuantity: 200 }, 'PARTIALLY_FILLED', 200],
    [{ minimumQuantity: 200, timeInForce: 'IOC' }, 'EXPIRED', 200],
    [{ type: 'MARKET' }, 'PARTIALLY_FILLED', 200],
    [{ type: 'MARKET', minimumQuantity: 300 }, 'EXPIRED', 0],
    [{ type: 'MARKET', timeInForce: 'IOC' }, 'EXPIRED', 200],
    [{ type: 'MARKET', timeInForce: 'FOK' }, 'EXPIRED', 0],
  ])('%j, where 200 of 300 are offered: %s', async (terms, status, filled) => {
    await resting(bob, at(price, { side: 'SELL', quantity: 200 }));
    await quoted(({ ask, askQuantity }) => ask === money(price) && askQuantity === 200);
    const prices = terms.type === 'MARKET' ? {} : at(price);
    const { id } = await ana.place({ ...prices, quantity: 300, ...terms });
    const order = await ana.until(id, (one) => one.status === status && one.filledQuantity === filled);
    const isRest = status === 'PARTIALLY_FILLED';
    expect(order).toMatchObject({
      leavesQuantity: isRest ? 100 : 0,
      reservedCash: isRest ? stillCosting(price * 300, filled * price) : '0.00',
    });
    if (isRest) expect(order.limitPrice).toBe(money(price));
  });
});

describe('stops', () => {
  test('a buy is triggered by a trade, takes the best offer and holds no more than it costs', async () => {
    await lastPriceIs(price);
    const terms = { type: 'STOP', stopPrice: money(price + 10), timeInForce: 'GTC' } as const;
    const most = Math.floor((price + 10) * 1.1);
    expect(await ana.preview(terms)).toMatchObject({
      referencePrice: money(price + 10),
      netAmount: costing(most * 100),
    });
    const { id } = await resting(ana, terms);
    await offered();
    await resting(bob, at(price + 10, { side: 'SELL', quantity: 200 }));
    await ana.place(at(price + 10));
    await ana.until(id, ({ status }) => status === 'FILLED');
    expect(ana.statuses(id)).toEqual(['PENDING', 'OPEN', 'FILLED']);
    const told = ana.life(id).map((one) => [one.triggeredAt !== null, one.limitPrice, one.reservedCash]);
    expect(told).toEqual([
      [false, null, costing(most * 100)],
      [false, null, costing(most * 100)],
      [true, money(price + 10), costing((price + 10) * 100)],
      [true, money(price + 10), '0.00'],
    ]);
  });

  test('one that finds nobody stands at the last price, and is a limit order to its owner', async () => {
    await lastPriceIs(price);
    const { id } = await resting(ana, { type: 'STOP', stopPrice: money(price + 5) });
    await trade(price + 5);
    const rest = await ana.until(id, ({ triggeredAt }) => triggeredAt !== null);
    expect(rest).toMatchObject({ status: 'OPEN', limitPrice: money(price + 5), leavesQuantity: 100 });
    await ana.replace(id, { limitPrice: money(price + 4) });
    await ana.until(
      id,
      ({ limitPrice, pendingRequest }) => limitPrice === money(price + 4) && !pendingRequest,
    );
    const late = { orderId: id, clientRequestId: randomUUID(), stopPrice: money(price + 20) };
    expect((await ana.person.broker.replaceOrder({ input: late })).replaceOrder).toMatchObject({
      __typename: 'Refusal',
      rule: 'PRICE_NOT_ALLOWED',
      field: 'stopPrice',
    });
  });

  test('a stop limit that sells trades down to its limit', async () => {
    await lastPriceIs(price);
    const prices = { stopPrice: money(price - 5), limitPrice: money(price - 8) };
    const { id } = await resting(ana, { side: 'SELL', type: 'STOP_LIMIT', quantity: 300, ...prices });
    await resting(bob, at(price - 7, { quantity: 100 }));
    await trade(price - 5);
    const order = await ana.until(id, ({ filledQuantity }) => filledQuantity === 100);
    expect(order).toMatchObject({
      status: 'PARTIALLY_FILLED',
      limitPrice: money(price - 8),
      reservedQuantity: 200,
    });
    expect(order.executions.map((one) => one.price)).toEqual([money(price - 7)]);
    await offered([price - 8, 200, 1]);
  });

  test('a stop that waits is moved with its reservation', async () => {
    await lastPriceIs(price);
    const { id } = await resting(ana, { type: 'STOP', stopPrice: money(price + 10) });
    await ana.replace(id, { stopPrice: money(price + 20), quantity: 200 });
    const moved = await ana.until(
      id,
      ({ stopPrice, pendingRequest }) => stopPrice === money(price + 20) && !pendingRequest,
    );
    const most = Math.floor((price + 10) * 1.1) + 10;
    expect(moved).toMatchObject({ quantity: 200, reservedCash: costing(most * 200), triggeredAt: null });
  });
});

describe('an iceberg', () => {
  test('shows a part, and what it shows next stands behind the others at its price', async () => {
    const iceberg = await resting(bob, at(price, { side: 'SELL', quantity: 300, displayQuantity: 100 }));
    const behind = await resting(bob, at(price, { side: 'SELL', quantity: 100 }));
    await offered([price, 200, 2]);
    await ana.place(at(price, { timeInForce: 'IOC' }));
    await bob.until(iceberg.id, ({ filledQuantity }) => filledQuantity === 100);
    await offered([price, 200, 2]);
    await ana.place(at(price, { timeInForce: 'IOC' }));
    await bob.until(behind.id, ({ status }) => status === 'FILLED');
    expect(bob.life(iceberg.id).at(-1)).toMatchObject({ filledQuantity: 100, reservedQuantity: 200 });
    await bob.replace(iceberg.id, { displayQuantity: 200 });
    await offered([price, 200, 1]);
    expect(await bob.until(iceberg.id, ({ displayQuantity }) => displayQuantity === 200)).toMatchObject({
      quantity: 300,
      leavesQuantity: 200,
    });
  });
});

describe('a replace', () => {
  test('with a minimum changes the order only when it fills at once', async () => {
    const bid = await resting(ana, at(price - 1, { quantity: 300 }));
    await resting(bob, at(price, { side: 'SELL', quantity: 100 }));
    await ana.replace(bid.id, { limitPrice: money(price), minimumQuantity: 200 });
    await ana.until(bid.id, ({ pendingRequest }) => pendingRequest === 'REPLACE');
    await expect.poll(() => ana.life(bid.id).at(-1)?.pendingRequest).toBeNull();
    expect(ana.life(bid.id).at(-1)).toMatchObject({
      status: 'OPEN',
      limitPrice: money(price - 1),
      minimumQuantity: null,
      reservedCash: bid.reservedCash,
    });
    await ana.replace(bid.id, { limitPrice: money(price), minimumQuantity: 100 });
    expect(await ana.until(bid.id, ({ filledQuantity }) => filledQuantity === 100)).toMatchObject({
      status: 'PARTIALLY_FILLED',
      limitPrice: money(price),
      minimumQuantity: 100,
    });
  });

  test.each<[terms: Terms, kept: boolean]>([
    [{ quantity: 100 }, true],
    [{ quantity: 300 }, false],
    [{ displayQuantity: 100 }, false],
  ])('of %j keeps the place in the queue: %s', async (changes, kept) => {
    const first = await resting(bob, at(price, { side: 'SELL', quantity: 200 }));
    const second = await resting(bob, at(price, { side: 'SELL', quantity: 200 }));
    const { quantity, displayQuantity } = changes;
    await bob.replace(first.id, { quantity: quantity ?? null, displayQuantity: displayQuantity ?? null });
    await bob.until(first.id, (one) => one.pendingRequest === 'REPLACE');
    await expect.poll(() => bob.life(first.id).at(-1)?.pendingRequest).toBeNull();
    await ana.place(at(price, { timeInForce: 'IOC' }));
    await bob.until((kept ? first : second).id, ({ filledQuantity }) => filledQuantity === 100);
  });
});

test('no order trades with another of the same person, in whichever account', async () => {
  const { openAccount } = await ana.person.broker.openAccount({ name: 'second' });
  const { id: accountId } = granted(openAccount);
  const cash = { accountId, amount: '100000.00', clientTransferId: 'in' };
  granted((await ana.person.broker.deposit({ input: cash })).deposit);
  const own = await resting(ana, at(price, { side: 'SELL' }));
  const input = { accountId, clientOrderId: 'own', ticker: 'PETR4', side: 'BUY', quantity: 100 } as const;
  const { placeOrder } = await ana.person.broker.placeOrder({
    input: { ...input, limitPrice: money(price) },
  });
  const { id } = granted(placeOrder);
  await expect.poll(async () => (await ana.person.broker.order({ id })).order?.status).toBe('CANCELED');
  expect((await ana.person.broker.order({ id })).order).toMatchObject({
    filledQuantity: 0,
    reservedCash: '0.00',
  });
  expect(ana.life(own.id).at(-1)).toMatchObject({ status: 'OPEN', filledQuantity: 0 });
});

describe('refused at once', () => {
  test.each<[rule: string, terms: () => Terms]>([
    ['PHASE', () => at(price, { timeInForce: 'AUCTION' })],
    ['PHASE', () => ({ type: 'MARKET', timeInForce: 'AUCTION' })],
    ['INVALID_COMBINATION', () => ({ type: 'STOP', timeInForce: 'AUCTION', stopPrice: money(price + 1) })],
    ['INVALID_COMBINATION', () => ({ type: 'STOP', timeInForce: 'IOC', stopPrice: money(price + 1) })],
    ['INVALID_COMBINATION', () => ({ type: 'MARKET', timeInForce: 'GTC' })],
    ['INVALID_COMBINATION', () => at(price, { timeInForce: 'GTD' })],
    ['INVALID_COMBINATION', () => at(price, { timeInForce: 'FOK', minimumQuantity: 100 })],
    ['INVALID_COMBINATION', () => at(price, { displayQuantity: 100, minimumQuantity: 100 })],
    ['INVALID_COMBINATION', () => at(price, { displayQuantity: 200 })],
    ['PRICE_REQUIRED', () => ({ type: 'STOP' })],
    ['PRICE_NOT_ALLOWED', () => at(price, { type: 'STOP', stopPrice: money(price + 1) })],
    ['PRICE_BAND', () => ({ type: 'STOP', stopPrice: money(top + 1) })],
    ['STOP_PRICE', () => ({ type: 'STOP', stopPrice: money(price - 100) })],
    ['STOP_PRICE', () => at(price + 100, { type: 'STOP_LIMIT', stopPrice: money(price + 101) })],
    ['NO_OPPOSITE_PRICE', () => ({ type: 'MARKET' })],
    ['INSUFFICIENT_CASH', () => ({ type: 'STOP', stopPrice: money(price + 100), quantity: 900_000 })],
  ])('%s, case %#', async (rule, terms) => {
    await quoted(({ ask }) => ask === null);
    expect(await ana.refused(terms())).toBe(rule);
  });
});

test('the auditor finds nothing wrong while orders of every kind are open', async () => {
  await lastPriceIs(price);
  await resting(bob, at(price + 1, { side: 'SELL', quantity: 500, displayQuantity: 100 }));
  await quoted(({ ask }) => ask === money(price + 1));
  const { id } = await ana.place({ type: 'MARKET', quantity: 600 });
  await ana.until(id, ({ filledQuantity }) => filledQuantity === 500);
  const waiting: Terms[] = [
    { type: 'STOP', stopPrice: money(price + 20), timeInForce: 'GTC' },
    at(price + 30, { type: 'STOP_LIMIT', stopPrice: money(price + 20) }),
    { type: 'STOP', stopPrice: money(price - 20), side: 'SELL' },
    { type: 'MARKET', timeInForce: 'AT_CLOSE' },
    at(price - 1, { timeInForce: 'GTD', expiresOn: '2099-12-31', quantity: 300, displayQuantity: 100 }),
  ];
  const orders = await Promise.all(waiting.map((terms) => resting(ana, terms)));
  await ana.replace(orders[0]?.id ?? '', { stopPrice: money(price + 25) });
  expect(await audit(dataDir)).toBe('');
});
