import { afterAll, beforeAll, expect, test } from 'vitest';
import { deadTopic, TOPICS } from '#contracts/names.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createStatements } from '#platform/security/statements.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { eventually } from '#test/support/eventually.ts';
import { openPostgresHistory } from '../history/history.postgres.ts';
import { startMarketData, type MarketDataPart } from '../start.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { sqlOf } from '#test/support/probes/sql.ts';
import { assetsWith } from './assets.ts';
import { createExchangeEvents } from './exchange-events.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const marketClock = createManualClock(OPEN_MS);
const wallClock = createWallClock();
const statements = createStatements(new Uint8Array(32), marketClock);
const eventLog = createMemoryEventLog();
const cache = createMemoryCache();

const catalogue = ['PETR4', 'VALE3'].map((ticker) =>
  instrumentFact({ ticker, previousCloseCentavos: 2_800 }),
);
const assets = assetsWith(catalogue);

let part: MarketDataPart;
let restart: () => Promise<MarketDataPart>;
const exchange = createExchangeEvents(eventLog, OPEN_MS);

async function query(text: string, userId?: string) {
  const statement = userId !== undefined && { statement: statements.sign(callerOf(userId)) };
  const result = await part.subgraph.execute({ query: text, correlationId: 'test', ...statement });
  const errors = result.errors?.map((error) => [error.extensions['code'], error.message]);
  return { data: JSON.parse(JSON.stringify(result.data ?? null)) as never, errors };
}
async function subscribe(text: string) {
  const result = await part.subgraph.subscribe({ query: text, correlationId: 'test' });
  if (!(Symbol.asyncIterator in result)) throw new Error(JSON.stringify(result));
  const next = async (): Promise<unknown> => {
    const event = await result.next();
    return event.done ? 'ended' : JSON.parse(JSON.stringify(event.value.data ?? event.value));
  };
  return { next, end: () => result.return?.() };
}

beforeAll(async () => {
  const database = await createTestDatabase('market-data');
  restart = async () =>
    startMarketData({
      calendar: createTradingCalendar(),
      history: await openPostgresHistory(database),
      eventLog,
      cache,
      assets,
      engines: [{ publishIndexValue: async () => null, publishBooks: exchange.publishBooks }],
      marketClock,
      wallClock,
      statements,
      ids: createIdSource(wallClock),
      log: silentLog,
      metrics: noMetrics,
      ingest: { folder: null, provider: null },
      retention: TEST_RETENTION,
    });
  part = await restart();
  await eventually(async () => expect((await part.readiness()).every(({ ready }) => ready)).toBe(true));
});
afterAll(() => part.stop());

const QUOTE =
  'ticker phase last previousClose change changePercent bid ask averagePrice volume sequence skipped';

test('returns a quote for an instrument that never traded', async () => {
  const { data, errors } = await query(
    `{ quotes(tickers: ["VALE3", "PETR4", "VALE3"]) { ${QUOTE} asset { ticker } } }`,
  );
  expect(errors).toBeUndefined();
  const untraded = {
    phase: 'CLOSED',
    last: null,
    previousClose: '28.00',
    volume: 0,
    sequence: 1,
    skipped: 0,
  };
  expect(data).toMatchObject({
    quotes: [
      { ticker: 'VALE3', ...untraded },
      { ticker: 'PETR4', ...untraded },
      { ticker: 'VALE3', ...untraded },
    ],
  });
});

test('streams quotes and books, the current one first, and trades', async () => {
  const quotes = await subscribe(
    `subscription { quotes(tickers: ["PETR4"]) { last bid ask sequence skipped } }`,
  );
  const books = await subscribe(
    `subscription { book(ticker: "PETR4", depth: 1) { bids { price quantity } asks { price } skipped } }`,
  );
  const trades = await subscribe(
    `subscription { trades(ticker: "PETR4") { id price quantity aggressor sequence cursor } }`,
  );
  expect(await quotes.next()).toEqual({
    quotes: { last: null, bid: null, ask: null, sequence: 1, skipped: 0 },
  });
  expect(await books.next()).toEqual({ book: { bids: [], asks: [], skipped: 0 } });
  await exchange.publish(exchange.level('BUY', 2_790, 100));
  expect(await quotes.next()).toMatchObject({ quotes: { bid: '27.90', sequence: 2, skipped: 0 } });
  expect(await books.next()).toMatchObject({ book: { bids: [{ price: '27.90', quantity: 100 }] } });
  await exchange.publish(exchange.trade(2_814, 300));
  expect(await quotes.next()).toMatchObject({ quotes: { last: '28.14', sequence: 3, skipped: 0 } });
  expect(await trades.next()).toMatchObject({
    trades: { id: 'trd_1', price: '28.14', quantity: 300, aggressor: 'BUY', sequence: 1 },
  });
  await Promise.all([quotes.end(), books.end(), trades.end()]);
  expect(await quotes.next()).toBe('ended');
});

test('answers queries for figures of the day, the book, trades and candles', async () => {
  const { data } = await query(`{ quotes(tickers: ["PETR4"]) { ${QUOTE} turnover } }`);
  expect(data).toMatchObject({
    quotes: [
      {
        last: '28.14',
        change: '0.14',
        changePercent: '0.50',
        averagePrice: '28.1400',
        volume: 300,
        turnover: '8442.00',
      },
    ],
  });
  const reversed = `{ _entities(representations: [{ __typename: "Asset", ticker: "PETR4" }]) { ... on Asset { candles(interval: M1, from: "2026-03-17T00:00:00Z", to: "2026-03-16T23:00:00Z") { nodes { close } } } } }`;
  expect((await query(reversed)).errors?.[0]?.[0]).toBe('BAD_USER_INPUT');
  const more =
    await query(`{ _entities(representations: [{ __typename: "Asset", ticker: "PETR4" }]) { ... on Asset {
    quote { last } book { bids { price } sequence } trades { nodes { sequence } pageInfo { hasNextPage } }
    candles(interval: D1) { nodes { id interval openedAt open close volume tradeCount isClosed lastTradeSequence } } } } }`);
  expect(more.data).toEqual({
    _entities: [
      {
        quote: { last: '28.14' },
        book: { bids: [{ price: '27.90' }], sequence: 2 },
        trades: { nodes: [{ sequence: 1 }], pageInfo: { hasNextPage: false } },
        candles: {
          nodes: [
            {
              ...{ id: `cdl_PETR4_D1_${Date.parse('2026-03-16T03:00Z')}`, interval: 'D1' },
              ...{ isClosed: false, lastTradeSequence: 1 },
              openedAt: '2026-03-16T03:00:00.000Z',
              ...{ open: '28.14', close: '28.14', volume: 300, tradeCount: 1 },
            },
          ],
        },
      },
    ],
  });
});

test('values positions and portfolios at the last price, for a signed-in caller only', async () => {
  const position = `{ __typename: "Position", id: "p", ticker: "PETR4", quantity: 100, cost: "2800.65" }`;
  const account = `{ __typename: "Account", id: "a", cash: { available: "10.00", reserved: "0.50" },
    positions: [{ ticker: "PETR4", quantity: 100, cost: "2800.65" }] }`;
  const text = `{ _entities(representations: [${position}, ${account}]) {
    ... on Position { marketValue unrealizedProfit }
    ... on Account { portfolio { cash positionsValue total unrealizedProfit } } } }`;
  expect((await query(text, 'usr_1')).data).toEqual({
    _entities: [
      { marketValue: '2814.00', unrealizedProfit: '13.35' },
      {
        portfolio: { cash: '10.50', positionsValue: '2814.00', total: '2824.50', unrealizedProfit: '13.35' },
      },
    ],
  });
  expect((await query(text)).errors?.[0]?.[0]).toBe('UNAUTHENTICATED');
});

test.each([
  ['{ quotes(tickers: ["PETR4", "XXXX9"]) { last } }', '"XXXX9"'],
  ['{ quotes(tickers: []) { last } }', '1 to 200'],
  [
    '{ _entities(representations: [{ __typename: "Asset", ticker: "PETR4" }]) { ... on Asset { book(depth: 51) { at } } } }',
    '1 to 50',
  ],
  [
    '{ _entities(representations: [{ __typename: "Asset", ticker: "PETR4" }]) { ... on Asset { trades(first: 201) { nodes { id } } } } }',
    '0 to 200',
  ],
  [
    '{ _entities(representations: [{ __typename: "Asset", ticker: "PETR4" }]) { ... on Asset { trades(after: "x") { nodes { id } } } } }',
    'cursor',
  ],
])('refuses the query %s as bad input', async (text, expected) => {
  const { errors } = await query(text);
  expect(errors).toEqual([['BAD_USER_INPUT', expect.stringContaining(expected)]]);
});

test.each([
  'quotes(tickers: ["XXXX9"])',
  'book(ticker: "XXXX9")',
  'book(ticker: "PETR4", depth: 0)',
  'trades(ticker: "XXXX9")',
])('refuses a subscription to %s', async (field) => {
  const result = await part.subgraph.subscribe({
    query: `subscription { ${field} { ticker } }`,
    correlationId: 'test',
  });
  expect(result).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('moves an unreadable event to the dead topic with the reason, and folds the next event', async () => {
  const dead: string[] = [];
  const stop = await eventLog.read([deadTopic(TOPICS.engineMarketData)], { from: 'now' }, async (batch) => {
    dead.push(...batch.map(({ value }) => Buffer.from(value).toString()));
  });
  await eventLog.append(TOPICS.engineMarketData, [{ key: 'PETR4', value: Buffer.from('{"v":2}') }]);
  await exchange.publish(exchange.trade(2_815, 100));
  await eventually(async () => {
    expect((await query('{ quotes(tickers: ["PETR4"]) { last } }')).data).toEqual({
      quotes: [{ last: '28.15' }],
    });
  });
  expect(dead).toHaveLength(1);
  expect(dead[0]).toContain('reason');
  await stop();
});

test('keeps quotes and trades over a restart, and resumes a stream of trades after its cursor', async () => {
  const before = await query(`{ quotes(tickers: ["PETR4"]) { ${QUOTE} } }`);
  const page =
    await query(`{ _entities(representations: [{ __typename: "Asset", ticker: "PETR4" }]) { ... on Asset {
    trades(first: 1) { nodes { cursor sequence } pageInfo { endCursor } } } } }`);
  const [asset] = (page.data as { _entities: { trades: { nodes: { cursor: string }[] } }[] })._entities;
  await part.stop();
  await exchange.publish(exchange.trade(2_816, 100), exchange.trade(2_817, 100));
  part = await restart();
  const stream = await subscribe(
    `subscription { trades(ticker: "PETR4", after: ${JSON.stringify(asset?.trades.nodes[0]?.cursor)}) { sequence price } }`,
  );
  expect(await stream.next()).toEqual({ trades: { sequence: 3, price: '28.16' } });
  expect(await stream.next()).toEqual({ trades: { sequence: 4, price: '28.17' } });
  const after = await query(`{ quotes(tickers: ["PETR4"]) { ${QUOTE} } }`);
  const sequences = [before, after].map(
    ({ data }) => (data as { quotes: { sequence: number }[] }).quotes[0]?.sequence,
  );
  expect(sequences[1]).toBe((sequences[0] ?? 0) + 2);
  await stream.end();
});

test('requests a snapshot of the book after lost events, and restores the quote from it', async () => {
  const quotes = await subscribe(
    `subscription { quotes(tickers: ["PETR4"]) { phase last bid ask theoreticalPrice theoreticalQuantity tradeCount } }`,
  );
  expect(await quotes.next()).toMatchObject({ quotes: { bid: '27.90', phase: 'CLOSED' } });
  const lost = [exchange.level('BUY', 2_830, 700), exchange.trade(2_817, 100)];
  await exchange.publish(exchange.level('SELL', 2_820, 100));
  expect(lost).toHaveLength(2);
  expect(await quotes.next()).toMatchObject({ quotes: { bid: null, ask: null } });
  expect(await quotes.next()).toEqual({
    quotes: {
      ...{ phase: 'CLOSING_CALL', last: '28.17', bid: '28.30', ask: null, tradeCount: 4 },
      ...{ theoreticalPrice: '28.25', theoreticalQuantity: 600 },
    },
  });
  await quotes.end();
});

test('reads the lists of all instruments and aliases of an operation in one statement each', async () => {
  const lists = 'trades(first: 2) { nodes { id } } candles(interval: M1) { nodes { close } }';
  const text = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on Asset {
    ${lists} older: trades(first: 1) { nodes { id } } days: candles(interval: D1, first: 3) { nodes { close } } } } }`;
  const references = ['PETR4', 'VALE3'].map((ticker) => ({ __typename: 'Asset', ticker }));
  const sql = await sqlOf(async () => {
    const { errors } = await part.subgraph.execute({
      query: text,
      variables: { references },
      correlationId: 'test',
    });
    expect(errors).toBeUndefined();
  });
  const readsOf = (table: string) =>
    sql.filter((one) => new RegExp(`FROM ${table}\\s+WHERE`).test(one)).length;
  expect(['trades', 'candles', 'daily_quotes'].map(readsOf)).toEqual([1, 1, 1]);
});
