import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionTerms, subscriptionTerms } from '#test/support/samples/declared-action.ts';
import { temporaryDataDir } from './support/broker.ts';
import { declareAction } from './support/declare-action.ts';
import { startInProcessBroker, type InProcessBroker } from './support/in-process-broker.ts';
import { newTrader, newTraderWithShares, type Trader } from './support/order-life.ts';
import { granted, newPerson } from './support/person.ts';
import { centavosOf, money } from './support/prices.ts';
import { post } from './support/raw.ts';

/** Corporate actions as their holders see them through the graph, on a clock that is set to the days of a published case. */
const RECORD_DATE = '2022-11-10';
const EX_DATE = '2022-11-11';
const WAIT = { timeout: 60_000, interval: 100 };
let dataDir = '';
let broker: InProcessBroker;
let ana: Trader;
let bob: Trader;
let carol: Trader;
let now = Date.parse(`${RECORD_DATE}T11:00:00-03:00`);

/** Steps to a time of a day. After the close the last fills have time to arrive, so the day close runs first. */
async function goTo(day: string, time: string): Promise<void> {
  const instant = Date.parse(`${day}T${time}:00-03:00`);
  broker.step(instant - now);
  now = instant;
  const { body } = await post(broker.url, '{ marketStatus { today } }');
  expect(body.data).toEqual({ marketStatus: { today: day } });
}
const read = async <T>(selection: string, variables: object = {}): Promise<T> => {
  const { body } = await post(broker.url, selection, { variables, token: ana.person.token });
  expect(body.errors).toBeUndefined();
  return body.data as T;
};
const positionOf = async (ticker: string): Promise<unknown> => {
  const fields = 'quantity averagePrice cost';
  const query = `query ($id: ID!) { account(id: $id) { position(ticker: "${ticker}") { ${fields} } } }`;
  return (await read<{ account: { position: unknown } }>(query, { id: ana.person.accountId })).account
    .position;
};
let transfers = 0;
/** Waits until the exchange trades an instrument; returns its previous close in centavos. */
async function untilListed(ticker: string): Promise<number> {
  const quote = async () => {
    const selection = `{ asset(ticker: "${ticker}") { quote { phase previousClose } } }`;
    return (
      await read<{ asset: { quote: { phase: string; previousClose: string } | null } | null }>(selection)
    ).asset?.quote;
  };
  await expect.poll(quote, WAIT).toMatchObject({ phase: 'CONTINUOUS' });
  return centavosOf((await quote())?.previousClose);
}
async function exercise(ticker: string, quantity: number): Promise<unknown> {
  transfers += 1;
  const input = {
    accountId: ana.person.accountId,
    ticker,
    quantity,
    clientTransferId: `exercise-${transfers}`,
  };
  const selection = `mutation ($input: ExerciseSubscriptionInput!) { exerciseSubscription(input: $input) {
    ... on Transfer { amount ticker quantity } ... on Refusal { rule limit } } }`;
  return (await read<{ exerciseSubscription: unknown }>(selection, { input })).exerciseSubscription;
}
const deposit = async (ticker: string, quantity: number, averagePrice: string): Promise<void> => {
  transfers += 1;
  const { accountId, broker: client } = ana.person;
  const input = { accountId, ticker, quantity, averagePrice, clientTransferId: `in-${transfers}` };
  granted((await client.depositShares({ input })).depositShares);
};
/** Trades between both persons, until both orders have filled. */
async function trade(
  seller: Trader,
  buyer: Trader,
  terms: { ticker: string; quantity: number },
  price: number,
) {
  const limitPrice = money(price);
  const sale = await seller.placeResting({ ...terms, side: 'SELL', limitPrice });
  const purchase = await buyer.place({ ...terms, limitPrice });
  await seller.until(sale.id, ({ status }) => status === 'FILLED');
  await buyer.until(purchase.id, ({ status }) => status === 'FILLED');
}

/** A subscription of one share of BBAS3 for ten: the rights trade on the ex-day. */
async function declareSubscription(): Promise<void> {
  await deposit('BBAS3', 100, '30.00');
  const tradingDays = { tradesFrom: EX_DATE, tradesUntil: EX_DATE, exercisesUntil: '2022-11-16' };
  await declareAction(dataDir, {
    ...subscriptionTerms({
      recordDate: RECORD_DATE,
      exDate: EX_DATE,
      ticker: 'BBAS3',
      pricePerShare: '20.00',
      paysOn: '2022-11-17',
    }),
    rights: { ticker: 'BBAS1', receiptTicker: 'BBAS9', ...tradingDays },
  });
}

/** Sells rights on the exchange, exercises some and leaves others in an order; returns that order. */
async function tradeRights(): Promise<string> {
  await expect.poll(() => positionOf('BBAS1'), WAIT).toMatchObject({ quantity: 10, cost: '0.00' });
  const right = await untilListed('BBAS1');
  await trade(ana, bob, { ticker: 'BBAS1', quantity: 4 }, right);
  const rest = await ana.placeResting({
    ...{ ticker: 'BBAS1', quantity: 3, side: 'SELL', limitPrice: money(right + 1) },
    timeInForce: 'GTC',
  });
  expect(await exercise('BBAS1', 6)).toMatchObject({ rule: 'INSUFFICIENT_SHARES', limit: '3' });
  expect(await exercise('BBAS1', 3)).toMatchObject({ amount: '-60.00', ticker: 'BBAS9', quantity: 3 });
  return rest.id;
}

/** The right is delisted, which cancels its orders; what is exercised becomes shares, and the rest lapses. */
async function finishSubscription(orderId: string): Promise<void> {
  await ana.until(orderId, ({ status }) => status === 'CANCELED');
  expect(await exercise('BBAS1', 2)).toMatchObject({ amount: '-40.00', quantity: 2 });

  await goTo('2022-11-17', '10:00');
  await expect.poll(() => positionOf('BBAS1'), WAIT).toMatchObject({ quantity: 0 });
  await expect
    .poll(() => positionOf('BBAS3'), WAIT)
    .toEqual({ quantity: 105, averagePrice: '29.5238', cost: '3100.00' });
}

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startInProcessBroker(dataDir, {
    ...{ SIMULATOR: 'off', MARKET: 'b3', MARKET_START: new Date(now).toISOString(), LOG_LEVEL: 'error' },
    SESSION_TOKEN_MINUTES: '10080',
  });
  ana = await newTrader(await newPerson(broker.url, '100000.00'));
  bob = await newTraderWithShares(broker.url);
  carol = await newTrader(await newPerson(broker.url, '100000.00'));
});
afterAll(async () => {
  await Promise.all([ana, bob, carol].map((trader) => trader.close()));
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test(
  '[C1] [C6] [C7] actions reach prices, orders, candles and positions on their days',
  { timeout: 180_000 },
  async () => {
    await deposit('PETR4', 100, '80.00');
    await deposit('WEGE3', 50, '10.38');
    await deposit('ITSA4', 105, '9.00');
    const days = { recordDate: RECORD_DATE, exDate: EX_DATE };
    const bonus = { ...days, kind: 'BONUS' } as const;
    await declareAction(dataDir, actionTerms({ ...days, factor: '2' }));
    await declareAction(
      dataDir,
      actionTerms({ ...bonus, ticker: 'WEGE3', factor: '1.32', pricePerShare: '8.30' }),
    );
    const itausa = { ticker: 'ITSA4', factor: '1.1', pricePerShare: '13.65162423', paysOn: '2022-11-16' };
    await declareAction(dataDir, actionTerms({ ...bonus, ...itausa }));
    await declareSubscription();
    const { asset } = await ana.person.broker.asset({ ticker: 'PETR4' });
    const last = centavosOf(asset?.quote?.previousClose);
    await trade(bob, carol, { ticker: 'PETR4', quantity: 100 }, last);
    const good = { timeInForce: 'GTC' } as const;
    const open = await bob.placeResting({ ...good, side: 'SELL', limitPrice: money(last + 100) });

    await goTo(RECORD_DATE, '19:00');
    await goTo(EX_DATE, '11:00');
    const canceled = await bob.until(open.id, ({ status }) => status === 'CANCELED');
    expect(canceled.refusal?.rule).toBe('CORPORATE_ACTION');
    const half = Math.round(last / 2);
    await expect
      .poll(async () => {
        const market = `asset(ticker: "PETR4") { priceBand { high } quote { previousClose }
        candles(interval: D1, adjusted: true, last: 1) { nodes { close volume } } corporateActions { exDate } }`;
        return (await read<{ asset: unknown }>(`{ ${market} }`)).asset;
      }, WAIT)
      .toEqual({
        priceBand: { high: money(half + Math.round(half * 0.3)) },
        quote: { previousClose: money(half) },
        candles: { nodes: [{ close: money(half), volume: 200 }] },
        corporateActions: [{ exDate: EX_DATE }],
      });
    await expect
      .poll(() => positionOf('PETR4'), WAIT)
      .toEqual({ quantity: 200, averagePrice: '40.0000', cost: '8000.00' });
    await expect
      .poll(() => positionOf('WEGE3'), WAIT)
      .toMatchObject({ quantity: 66, averagePrice: '9.8758' });
    expect(await positionOf('ITSA4')).toMatchObject({ quantity: 105 });
    await deposit('PETR4', 50, '42.00');
    await trade(ana, bob, { ticker: 'PETR4', quantity: 100 }, half);
    await trade(ana, bob, { ticker: 'PETR4F', quantity: 50 }, half);
    const rest = await tradeRights();
    await goTo(EX_DATE, '19:00');
    await expect
      .poll(() => positionOf('PETR4'), WAIT)
      .toEqual({ quantity: 100, averagePrice: '40.4000', cost: '4040.00' });

    await goTo('2022-11-16', '11:00');
    await expect
      .poll(() => positionOf('ITSA4'), WAIT)
      .toEqual({ quantity: 115, averagePrice: '9.4045', cost: '1081.52' });
    await finishSubscription(rest);
  },
);
