import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient, type GraphDocument } from '#sdk/src/index.ts';
import { openSocket, post } from './client.ts';
import { fixtureSupergraph } from './fixture-subgraphs.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';
import { codesOf, dataOf, quote, QUOTES, trade, TRADES } from './subscription-events.ts';

const FIELDS = '{ __type(name: "MarketStatus") { fields { name } } }';
const changed = (): string => fixtureSupergraph().replace('phase: String!', 'phase: String! reason: String');

let at: TestGateway;
beforeEach(async () => {
  at = await startTestGateway();
});
afterEach(() => at.gateway.stop());

const fieldsOfStatus = async (): Promise<unknown> => (await post(at.url, { query: FIELDS })).body.data;

test('a new supergraph is served without a restart', async () => {
  expect(await fieldsOfStatus()).toEqual({ __type: { fields: [{ name: 'phase' }] } });
  expect(await at.gateway.reload(changed())).toBe(true);
  expect(await fieldsOfStatus()).toEqual({ __type: { fields: [{ name: 'phase' }, { name: 'reason' }] } });
  const { body } = await post(at.url, { query: '{ asset(ticker: "PETR4") { name } }' });
  expect(body).toEqual({ data: { asset: { name: 'Name of PETR4' } } });
});

test('running subscriptions end, and a client subscribes again on the same socket', async () => {
  const client = await openSocket(at.url, {});
  client.subscribe('states', QUOTES, { tickers: ['PETR4'] });
  client.subscribe('events', TRADES);
  await until(() => at.fixture.quotes.readers === 1 && at.fixture.trades.readers === 1);
  await at.gateway.reload(changed());
  for (const id of ['states', 'events']) {
    const [end] = await client.frames(id, 1);
    expect(end?.type).toBe('error');
    expect(codesOf(end)).toEqual(['SUBSCRIPTION_SCHEMA_RELOAD']);
  }
  await until(() => at.fixture.quotes.readers === 0 && at.fixture.trades.readers === 0);
  client.subscribe('again', QUOTES, { tickers: ['PETR4'] });
  await until(() => at.fixture.quotes.readers === 1);
  at.fixture.quotes.emit(quote(1));
  expect(dataOf((await client.frames('again', 1))[0])['quotes']?.last).toBe('1.00');
});

test('a query that runs during a reload ends on the replaced graph', async () => {
  const assets = at.hold('assets');
  const answer = post(at.url, { query: '{ asset(ticker: "PETR4") { name } }' });
  await until(() => assets.waiting() === 1);
  await at.gateway.reload(changed());
  assets.release();
  expect((await answer).body).toEqual({ data: { asset: { name: 'Name of PETR4' } } });
});

test('the SDK subscribes again and resumes, without lost or repeated events', async () => {
  const client = createClient({
    url: `${at.url}/graphql`,
    webSocket: WebSocket,
    reconnect: { pauseMs: 1 },
  });
  onTestFinished(() => client.close());
  const document =
    'subscription($after: Cursor) { trades(ticker: "PETR4", after: $after) { cursor } }' as GraphDocument<
      { trades: { cursor: string } },
      object
    >;
  const cursors: string[] = [];
  const reading = (async () => {
    for await (const { trades } of client.subscribe(document, {})) {
      cursors.push(trades.cursor);
      if (cursors.length === 4) return;
    }
  })();
  await until(() => at.fixture.trades.readers === 1);
  at.fixture.trades.emit(trade(1), trade(2));
  await until(() => cursors.length === 2);
  await at.gateway.reload(changed());
  at.fixture.trades.emit(trade(3), trade(4));
  await reading;
  expect(cursors).toEqual(['1', '2', '3', '4']);
});

test.each([
  ['no GraphQL', () => 'type Query {'],
  ['no supergraph', () => 'type Query { a: Int }'],
  ['an unknown subgraph', () => fixtureSupergraph().replace('name: "wallet"', 'name: "elsewhere"')],
  ['a stream without its key', () => fixtureSupergraph().replace('key: "ticker"', 'key: "isin"')],
])('%s is refused: the graph in use stays, with its streams', async (_name, supergraph) => {
  const client = await openSocket(at.url, {});
  client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
  await until(() => at.fixture.quotes.readers === 1);
  await expect(at.gateway.reload(supergraph())).rejects.toThrow();
  at.fixture.quotes.emit(quote(1));
  expect((await client.frames('1', 1))[0]?.type).toBe('next');
  const { body } = await post(at.url, { query: '{ asset(ticker: "PETR4") { name } }' });
  expect(body).toEqual({ data: { asset: { name: 'Name of PETR4' } } });
  expect(await at.gateway.reload(changed())).toBe(true);
});

test('the supergraph in use is no change: its streams stay', async () => {
  const client = await openSocket(at.url, {});
  client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
  await until(() => at.fixture.quotes.readers === 1);
  expect(await at.gateway.reload(fixtureSupergraph())).toBe(false);
  at.fixture.quotes.emit(quote(1));
  expect((await client.frames('1', 1))[0]?.type).toBe('next');
});
