import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { revocationCodec } from '#contracts/messages/identity-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { openSocket, post } from './client.ts';
import { codesOfResult, openStream, type StreamOptions, type TestStream } from './event-stream-client.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';
import { dataOf, ORDERS, quote, QUOTES, trade, TRADES } from './subscription-events.ts';

const STREAMS = 4;
const BUDGET = 500_000;
let at: TestGateway;
const opened: TestStream[] = [];
beforeAll(async () => {
  at = await startTestGateway({
    limits: { sockets: STREAMS, pingIntervalMs: 5_000, socketWaitingBytes: BUDGET, waitingEvents: 50 },
  });
});
afterEach(async () => {
  for (const stream of opened.splice(0)) stream.leave();
  const { quotes, orders, trades } = at.fixture;
  await until(() => quotes.readers + orders.readers + trades.readers === 0);
  await expect.poll(() => gauge('gateway_streams')).toBe(0);
  expect(await gauge('gateway_waiting_bytes')).toBe(0);
});
afterAll(() => at.gateway.stop());

const gauge = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await at.metrics.text())?.[1] ?? '0');

function open(query: string, options: StreamOptions = {}): TestStream {
  const stream = openStream(at.url, query, options);
  opened.push(stream);
  return stream;
}

const PETR4 = { variables: { tickers: ['PETR4'] } };
const ASSET = '{ asset(ticker: "PETR4") { name } }';
const ordersOf = async (id: string, caller: string, lifetimeMs = 3_600_000): Promise<TestStream> =>
  open(ORDERS, { variables: { id }, token: await at.token(caller, lifetimeMs) });

describe('a subscription', () => {
  test('streams events with fields of other subgraphs, and shares its upstream with sockets', async () => {
    const openedBefore = at.fixture.quotes.opened;
    const stream = open(QUOTES, PETR4);
    const socket = await openSocket(at.url, {});
    socket.subscribe('1', QUOTES, PETR4.variables);
    await expect.poll(() => gauge('gateway_subscriptions')).toBe(2);
    await until(() => at.fixture.quotes.readers === 1);
    at.fixture.quotes.emit(quote(1));
    const [frame] = await socket.frames('1', 1);
    await until(() => stream.results.length === 1);
    expect(stream.results).toEqual([
      { data: { quotes: { ticker: 'PETR4', last: '1.00', skipped: 0, asset: { name: 'Name of PETR4' } } } },
    ]);
    expect({ data: dataOf(frame) }).toEqual(stream.results[0]);
    expect(at.fixture.quotes.opened).toBe(openedBefore + 1);
    socket.socket.terminate();
  });

  test('ends with the event complete when its stream does', async () => {
    const stream = open('subscription { countdown(from: 2) }');
    await until(() => stream.hasEnded);
    expect(stream.results).toEqual([{ data: { countdown: 2 } }, { data: { countdown: 1 } }]);
    expect(stream.isComplete).toBe(true);
  });

  test('resumes after a cursor, without a gap or a repeat', async () => {
    const first = open(TRADES);
    await until(() => at.fixture.trades.readers === 1);
    at.fixture.trades.emit(trade(1), trade(2));
    await until(() => first.results.length === 2);
    const cursor = first.results[0]?.data?.['trades']?.['cursor'];
    first.leave();
    await until(() => at.fixture.trades.readers === 0);
    at.fixture.trades.emit(trade(3));
    const next = open(TRADES, { variables: { after: cursor } });
    await until(() => next.results.length === 2);
    at.fixture.trades.emit(trade(4));
    await until(() => next.results.length === 3);
    expect(next.results.map(({ data }) => data?.['trades']?.['cursor'])).toEqual(['2', '3', '4']);
  });

  test('frees its upstream and its place when the client leaves', async () => {
    for (let count = 0; count < 2 * STREAMS; count += 1) {
      const stream = open(QUOTES, PETR4);
      await until(() => at.fixture.quotes.readers === 1);
      stream.leave();
      await until(() => at.fixture.quotes.readers === 0);
      await expect.poll(() => gauge('gateway_streams')).toBe(0);
    }
  });
});

describe('other operations', () => {
  test('a query is one result, and the connection takes the next request', async () => {
    const stream = open(ASSET);
    await until(() => stream.isComplete);
    expect(stream.results).toEqual([{ data: { asset: { name: 'Name of PETR4' } } }]);
    const wire = connect(Number(new URL(at.url).port), '127.0.0.1');
    const body = JSON.stringify({ query: ASSET });
    const head = `POST /graphql HTTP/1.1\r\nhost: b3\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    let text = '';
    wire.on('data', (data: Buffer) => void (text += data.toString()));
    for (const count of [1, 2]) {
      wire.write(head + body);
      await until(() => text.split('event: complete').length === count + 1);
    }
    wire.destroy();
  });

  test('a mutation is one result', async () => {
    const stream = open('mutation { place(ticker: "PETR4") { id } }');
    await until(() => stream.isComplete);
    expect(stream.results).toEqual([{ data: { place: { id: 'ord_1' } } }]);
  });

  test.each([
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ fails }', 'INTERNAL_SERVER_ERROR'],
    [ORDERS.replaceAll('$id: ID!', '$id: ID! = "ana"'), 'UNAUTHENTICATED'],
  ])('errors are the last result: %s', async (query, code) => {
    const stream = open(query);
    await until(() => stream.hasEnded);
    expect([await stream.status, stream.isComplete, stream.results.length]).toEqual([200, true, 1]);
    expect(codesOfResult(stream.results[0])).toEqual([code]);
  });
});

describe('a private stream', () => {
  test('refuses the account of another user', async () => {
    const stream = await ordersOf('bia', 'ana');
    await until(() => stream.isComplete);
    expect(codesOfResult(stream.results.at(-1))).toEqual(['NOT_FOUND']);
  });

  test('ends when its token expires', async () => {
    const ana = await ordersOf('ana', 'ana', 60_000);
    await until(() => at.fixture.orders.readers === 1);
    at.fixture.orders.emit({ accountId: 'ana', number: 1 });
    await until(() => ana.results.length === 1);
    expect(ana.results[0]?.data?.['orders']).toMatchObject({ order: { owner: 'ana' } });
    at.clock.advance(61_000);
    await until(() => ana.isComplete);
    expect(codesOfResult(ana.results.at(-1))).toEqual(['UNAUTHENTICATED']);
  });

  test('ends when its session is revoked, without an advance of the clock', async () => {
    const ana = await ordersOf('ana', 'ana');
    await until(() => at.fixture.orders.readers === 1);
    const revocation = { v: 1, credentialId: 'ses_ana', userId: 'ana' } as const;
    const times = { atMs: at.clock.nowMs(), relevantUntilMs: at.clock.nowMs() + 3_600_000 };
    const value = revocationCodec.encode({ ...revocation, ...times });
    await at.eventLog.append(TOPICS.identityRevocations, [{ key: 'ana', value }]);
    await until(() => ana.isComplete);
    expect(codesOfResult(ana.results.at(-1))).toEqual(['UNAUTHENTICATED']);
    const again = await ordersOf('ana', 'ana');
    expect(await again.status).toBe(401);
  });
});

describe('before the stream begins', () => {
  /** Media types of bodies that a page of another origin may send without a preflight. */
  const NO_JSON = [
    ['text/plain', 400],
    ['application/x-www-form-urlencoded', 415],
  ] as const;

  test('a bad credential, a bad body, a body that is no JSON and another method have the statuses of HTTP', async () => {
    const stream = { accept: 'text/event-stream' };
    const badToken = await post(at.url, { query: ASSET }, { ...stream, authorization: 'Bearer none' });
    expect([badToken.status, badToken.codes]).toEqual([401, ['UNAUTHENTICATED']]);
    expect((await post(at.url, { variables: {} }, stream)).status).toBe(400);
    for (const [contentType, status] of NO_JSON) {
      const answer = await post(at.url, JSON.stringify({ query: ASSET }), {
        ...stream,
        'content-type': contentType,
      });
      expect(answer.status).toBe(status);
    }
    const got = await fetch(`${at.url}/graphql?query=${encodeURIComponent(ASSET)}`, { headers: stream });
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  test.each([
    ['application/json, text/event-stream', ASSET, 'application/json; charset=utf-8'],
    ['text/event-stream, application/json', ASSET, 'text/event-stream; charset=utf-8'],
    ['text/event-stream;q=0.5, application/json', ASSET, 'application/json; charset=utf-8'],
    ['*/*', ASSET, 'application/json; charset=utf-8'],
    [
      'application/json, text/event-stream',
      'subscription { countdown(from: 1) }',
      'text/event-stream; charset=utf-8',
    ],
    [
      'application/json, text/event-stream;q=0',
      'subscription { countdown(from: 1) }',
      'application/json; charset=utf-8',
    ],
    ['*/*', 'subscription { countdown(from: 1) }', 'application/json; charset=utf-8'],
  ])('the media type of the answer to "%s" is negotiated: %s', async (accept, query, contentType) => {
    expect((await open(query, { accept }).headers)['content-type']).toBe(contentType);
  });

  test('a stream beyond the sockets and streams of the gateway is refused with 503', async () => {
    const socket = await openSocket(at.url, {});
    for (let count = 1; count < STREAMS; count += 1) open(QUOTES, PETR4);
    await expect.poll(() => gauge('gateway_streams')).toBe(STREAMS - 1);
    const refused = open(QUOTES, PETR4);
    await until(() => refused.hasEnded);
    expect(await refused.status).toBe(503);
    expect(codesOfResult(JSON.parse(refused.body) as object)).toEqual(['LIMIT_EXCEEDED']);
    socket.socket.terminate();
  });
});

test('comments keep a quiet stream in use, and proxies are to pass events on at once', async () => {
  const stream = open(QUOTES, PETR4);
  expect(await stream.headers).toMatchObject({
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'access-control-allow-origin': '*',
  });
  await until(() => at.fixture.quotes.readers === 1);
  for (const count of [1, 2]) {
    at.clock.advance(5_000);
    await until(() => stream.comments === count);
  }
});

describe('a client that does not read', () => {
  const large = 'x'.repeat(60_000);
  const COUNT = 200;

  test('skips states, which are counted, within its budget', async () => {
    const slow = open(QUOTES, PETR4);
    const fast = await openSocket(at.url, {});
    fast.subscribe('1', QUOTES, PETR4.variables);
    await expect.poll(() => gauge('gateway_subscriptions')).toBe(2);
    await slow.status;
    slow.pause();
    let most = 0;
    for (let sequence = 1; sequence <= COUNT; sequence += 1) {
      at.fixture.quotes.emit({ ticker: 'PETR4', last: `${sequence}.${large}`, sequence });
      await fast.frames('1', sequence);
      // A client's events beyond its share rest.
      at.clock.advance(10);
      if (sequence % 20 === 0) most = Math.max(most, await gauge('gateway_waiting_bytes'));
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(BUDGET);
    slow.resume();
    const quotes = () => slow.results.map(({ data }) => data?.['quotes'] ?? {});
    await until(() => String(quotes().at(-1)?.['last']).startsWith(`${COUNT}.`));
    const skipped = quotes().reduce((sum, one) => sum + Number(one['skipped']), 0);
    expect(skipped).toBeGreaterThan(0);
    expect(skipped + quotes().length).toBe(COUNT);
    fast.socket.terminate();
  });

  test('loses a stream that may skip no event by SLOW_CONSUMER, after its last event', async () => {
    const slow = open(TRADES);
    const fast = await openSocket(at.url, {});
    fast.subscribe('1', TRADES);
    await expect.poll(() => gauge('gateway_subscriptions')).toBe(2);
    await slow.status;
    slow.pause();
    for (let number = 1; number <= COUNT; number += 1) {
      at.fixture.trades.emit(trade(number, large));
      await fast.frames('1', number);
      at.clock.advance(10);
    }
    slow.resume();
    await until(() => slow.isComplete);
    expect(codesOfResult(slow.results.at(-1))).toEqual(['SLOW_CONSUMER']);
    const cursors = slow.results.slice(0, -1).map(({ data }) => Number(data?.['trades']?.['cursor']));
    expect(cursors).toEqual(cursors.map((_, index) => index + 1));
    fast.socket.terminate();
  });
});

test('a gateway that stops ends its streams without the event complete, so that clients come back', async () => {
  const other = await startTestGateway();
  const stream = openStream(other.url, QUOTES, PETR4);
  await until(() => other.fixture.quotes.readers === 1);
  const ana = openStream(other.url, ORDERS, { variables: { id: 'ana' }, token: await other.token('ana') });
  await until(() => other.fixture.orders.readers === 1);
  await other.gateway.stop();
  await until(() => stream.hasEnded && ana.hasEnded);
  expect([stream.results, stream.isComplete]).toEqual([[], false]);
  expect(codesOfResult(ana.results.at(-1))).toEqual(['SERVICE_UNAVAILABLE']);
});
