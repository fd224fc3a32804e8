import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExecutionResult } from 'graphql';
import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { encodeCursor } from '#platform/graphql/resolvers/pagination.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { startAssets, type AssetsPart } from '../start.ts';
import { createPrismaAssetsStore } from '../store/store.prisma.ts';
import type { AssetsStore } from '../store/store.ts';

const START = Date.parse('2026-03-16T09:00:00Z');
const OPENING = Date.parse('2026-03-16T13:00:00Z');
const calendar = createTradingCalendar();
const wallClock = createManualClock(START);
const eventLog = createMemoryEventLog();
const published = new Map<string, InstrumentFact>();
let assets: AssetsPart;
let store: AssetsStore;

beforeAll(async () => {
  await eventLog.declare(TOPICS.instruments, { compacted: true });
  await eventLog.read([TOPICS.instruments], { from: 'now' }, async (batch) => {
    for (const record of batch) published.set(record.key, instrumentFactCodec.decode(record.value));
  });
  const database = await createTestDatabase('assets');
  store = createPrismaAssetsStore(database);
  assets = await startAssets({
    database,
    eventLog,
    wallClock,
    calendar,
    mode: 'auto',
    statements: createStatements(new Uint8Array(32), wallClock),
    log: silentLog,
  });
});
afterAll(async () => {
  await store.close();
  await assets.stop();
});

const query = async (text: string): Promise<ExecutionResult> =>
  assets.subgraph.execute({ query: text, correlationId: 'test' });
const codeOf = (result: ExecutionResult): unknown => result.errors?.[0]?.extensions['code'];

test('an index has the portfolio that comes with the broker, then the imported ones by their days', async () => {
  const portfolio = { ticker: 'IBOV', divisor: '14532958.45918233' };
  const members = [{ ticker: 'PETR4', quantity: 4_440_345_988, sharePpm: 61_230 }];
  for (const from of ['2026-05-04', '2026-03-16', '2026-03-16'])
    await store.saveIndexComposition({ ...portfolio, from, members });
  const [shipped, ...imported] = await assets.calls.indexCompositions({ ticker: 'IBOV' });
  expect(shipped?.members.length).toBeGreaterThan(50);
  expect(imported).toEqual([
    { ...portfolio, from: '2026-03-16', members },
    { ...portfolio, from: '2026-05-04', members },
  ]);
  expect(await assets.calls.indexCompositions({ ticker: 'IBXX' })).toEqual([]);
});

describe('instruments', () => {
  test('returns an instrument and its twin', async () => {
    const fields = 'ticker isin name kind status lotSize tickSize priceBand { low high } maxOrderQuantity';
    const result = await query(
      `{ asset(ticker: "PETR4") { ${fields} twin { ticker lotSize twin { ticker } } } }`,
    );
    expect(result.data).toMatchObject({
      asset: {
        ticker: 'PETR4',
        isin: 'BRPETRACNPR6',
        name: 'Petrobras PN',
        kind: 'PREFERRED_STOCK',
        status: 'ACTIVE',
        lotSize: 100,
        tickSize: '0.01',
        priceBand: { low: '20.37', high: '37.83' },
        maxOrderQuantity: 1_000_000,
        twin: { ticker: 'PETR4F', lotSize: 1, twin: { ticker: 'PETR4' } },
      },
    });
  });

  test('returns null for an unknown ticker', async () => {
    expect((await query('{ asset(ticker: "petr4") { ticker } }')).data).toEqual({ asset: null });
  });

  test('resolve as federation entities from either key', async () => {
    const keys = ['ticker: "VALE3"', 'ticker: "XXXX3"', 'id: "ast_VALE3"', 'id: "ast_XXXX3"', 'id: "VALE3"'];
    const references = keys.map((key) => `{ __typename: "Asset", ${key} }`).join(', ');
    const result = await query(
      `{ _entities(representations: [${references}]) { ... on Asset { id name } } }`,
    );
    const vale = { id: 'ast_VALE3', name: 'Vale ON' };
    expect(result).toEqual({ data: { _entities: [vale, null, vale, null, null] } });
  });

  test('are all published', () => {
    expect(published.size).toBeGreaterThan(150);
    expect(published.get('PETR4')).toMatchObject({ previousCloseCentavos: 2_910, version: 1 });
  });

  test('are paged by ticker, each exactly once', async () => {
    const seen: string[] = [];
    let after = 'null';
    for (let hasNextPage = true; hasNextPage;) {
      const { data } = await query(
        `{ assets(first: 60, after: ${after}) { totalCount nodes { ticker } edges { cursor } pageInfo { hasNextPage endCursor } } }`,
      );
      const page = (data as { assets: AssetsPage }).assets;
      seen.push(...page.nodes.map((node) => node.ticker));
      after = JSON.stringify(page.pageInfo.endCursor);
      ({ hasNextPage } = page.pageInfo);
      expect(page.totalCount).toBe(published.size + 1);
    }
    expect(seen).toEqual(['IBOV', ...published.keys()].sort());
  });

  test.each([
    ['itau', ['ITUB4', 'ITUB4F']],
    ['ITAÚ UNI', ['ITUB4', 'ITUB4F']],
    ['petr4', ['PETR4', 'PETR4F']],
    ['no such thing', []],
  ])('are found by a search for %j', async (search, tickers) => {
    const { data } = await query(`{ assets(search: ${JSON.stringify(search)}) { nodes { ticker } } }`);
    const { nodes } = (data as { assets: AssetsPage }).assets;
    expect(nodes.map((node) => node.ticker)).toEqual(expect.arrayContaining([...tickers]));
    expect(nodes.length > 0).toBe(tickers.length > 0);
  });

  const ofNoAsset = JSON.stringify(encodeCursor('assets', 'PETR'));
  test.each([
    ...['first: -1', 'first: 201', 'after: "abc"', 'after: ""', `search: "${'x'.repeat(101)}"`],
    `after: ${ofNoAsset}`,
  ])('are refused for %s', async (args) => {
    expect(codeOf(await query(`{ assets(${args}) { totalCount } }`))).toBe('BAD_USER_INPUT');
  });

  test('show a suspension at once and publish it', async () => {
    await assets.operatorCalls.setStatus({ ticker: 'YDUQ3', status: 'SUSPENDED' });
    const [fact] = await assets.calls.instruments({ tickers: ['YDUQ3'] });
    expect(fact).toMatchObject({ status: 'SUSPENDED', version: 2 });
    await expect.poll(() => published.get('YDUQ3')).toEqual(fact);
    expect(await assets.operatorCalls.setStatus({ ticker: 'XXXX3', status: 'SUSPENDED' })).toBeNull();
  });
});

interface AssetsPage {
  totalCount: number;
  nodes: { ticker: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

describe('a new trade date', () => {
  const begin = (sequence: number, tradeDate: string, previousCloseTicks: number | null) => ({
    key: 'VALE3',
    value: engineMarketDataCodec.encode({
      v: 1,
      type: 'PHASE_CHANGED',
      ticker: 'VALE3',
      sequence,
      tickCentavos: 1,
      atMs: OPENING,
      tradeDate,
      phase: 'CONTINUOUS',
      previousCloseTicks,
    }),
  });

  test('moves the previous close and the band once, and never to an earlier date', async () => {
    await eventLog.append(TOPICS.engineMarketData, [
      { key: 'VALE3', value: Buffer.from('{"type":"PHASE_CHANGED"') },
      begin(1, '2026-03-16', 10_000),
      begin(1, '2026-03-16', 10_000),
      begin(2, '2026-03-17', 12_000),
      begin(3, '2026-03-16', 9_000),
      begin(4, '2026-03-18', null),
    ]);
    await expect.poll(() => published.get('VALE3')?.previousCloseCentavos).toBe(12_000);
    await expect.poll(() => eventLog.lag([TOPICS.engineMarketData], 'assets')).toBe(0);
    expect(published.get('VALE3')?.priceBand).toEqual({ lowCentavos: 8_400, highCentavos: 15_600 });
    const { data } = await query('{ asset(ticker: "VALE3") { priceBand { low high } } }');
    expect(data).toEqual({ asset: { priceBand: { low: '84.00', high: '156.00' } } });
  });
});

describe('calendar', () => {
  test('lists days with a session and skips holidays', async () => {
    const { data } = await query(
      '{ calendar(from: "2026-04-02", to: "2026-04-06") { date opensAt closesAt settlesOn } }',
    );
    expect(data).toEqual({
      calendar: [
        {
          date: '2026-04-02',
          opensAt: '2026-04-02T13:00:00.000Z',
          closesAt: '2026-04-02T20:00:00.000Z',
          settlesOn: '2026-04-07',
        },
        {
          date: '2026-04-06',
          opensAt: '2026-04-06T13:00:00.000Z',
          closesAt: '2026-04-06T20:00:00.000Z',
          settlesOn: '2026-04-08',
        },
      ],
    });
  });

  test.each([
    ['2026-04-06', '2026-04-02'],
    ['1999-12-31', '2000-01-10'],
    ['2100-11-01', '2100-12-31'],
    ['2026-01-01', '2027-01-02'],
    ['2026-02-30', '2026-03-10'],
  ])('refuses %s to %s', async (from, to) => {
    expect(codeOf(await query(`{ calendar(from: "${from}", to: "${to}") { date } }`))).toBe('BAD_USER_INPUT');
  });

  test('spans at most 366 days', async () => {
    const { data } = await query('{ calendar(from: "2026-01-01", to: "2027-01-01") { date } }');
    expect((data?.['calendar'] as object[]).length).toBeGreaterThan(240);
    const { errors } = await query('{ calendar(from: "2026-01-01", to: "2027-01-02") { date } }');
    expect(errors?.[0]?.message).toContain('at most 366 days');
  });
});

async function subscribe(field: string) {
  const query = `subscription { ${field} }`;
  const stream = await assets.subgraph.subscribe({ query, correlationId: 'test' });
  if (Symbol.asyncIterator in stream) return stream;
  throw new Error(JSON.stringify(stream));
}

test('emits the market status at once and at every change', async () => {
  const fields = 'marketStatus { phase now today isTradingDay nextPhase nextPhaseAt }';
  const expected = {
    phase: 'CONTINUOUS',
    now: '2026-03-16T13:00:00.000Z',
    today: '2026-03-16',
    isTradingDay: true,
    nextPhase: 'CLOSING_CALL',
    nextPhaseAt: '2026-03-16T19:55:00.000Z',
  };
  expect((await query(`{ ${fields} }`)).data).toEqual({ marketStatus: expected });

  const stream = await subscribe(fields);
  expect((await stream.next()).value).toEqual({ data: { marketStatus: expected } });
  const sinceOpening = (instant: string): number => START + Date.parse(instant) - OPENING;
  const overNight = Date.parse('2026-03-17T12:44:00Z') - Date.parse('2026-03-16T20:00:00Z');
  for (const [realMs, status] of [
    [
      sinceOpening('2026-03-16T19:55:00Z'),
      {
        phase: 'CLOSING_CALL',
        today: '2026-03-16',
        nextPhase: 'PRE_OPEN',
        nextPhaseAt: '2026-03-17T12:30:00.000Z',
      },
    ],
    [
      sinceOpening('2026-03-16T20:00:00Z'),
      {
        phase: 'PRE_OPEN',
        now: '2026-03-17T12:44:00.000Z',
        today: '2026-03-17',
        nextPhase: 'OPENING_CALL',
      },
    ],
    [sinceOpening('2026-03-17T12:45:00Z') - overNight, { phase: 'OPENING_CALL', nextPhase: 'CONTINUOUS' }],
    [sinceOpening('2026-03-17T13:00:00Z') - overNight, { phase: 'CONTINUOUS', nextPhase: 'CLOSING_CALL' }],
  ] as const) {
    const next = stream.next();
    wallClock.set(realMs);
    expect((await next).value).toMatchObject({ data: { marketStatus: status } });
  }
  const last = stream.next();
  await stream.return?.();
  expect(await last).toMatchObject({ done: true });
});

test('emits an instrument at once and when its status changes; no instrument has an unknown ticker', async () => {
  const stream = await subscribe('asset(ticker: "RENT3") { status }');
  expect((await stream.next()).value).toEqual({ data: { asset: { status: 'ACTIVE' } } });
  await assets.operatorCalls.setStatus({ ticker: 'RENT3', status: 'SUSPENDED' });
  expect((await stream.next()).value).toEqual({ data: { asset: { status: 'SUSPENDED' } } });
  await stream.return?.();
  await expect(subscribe('asset(ticker: "NONE3") { status }')).rejects.toThrow('BAD_USER_INPUT');
});

test('is ready while its database and event log are', async () => {
  expect(await assets.readiness()).toEqual([
    { name: 'postgresql', ready: true },
    { name: 'event log', ready: true },
  ]);
});
