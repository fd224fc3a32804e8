import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openSocket } from './client.ts';
import { codesOf, ORDERS, TRADES } from './subscription-events.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway({
    limits: { connectionInitMs: 300, subscriptionsPerSocket: 5, messagesPerSecond: 10_000 },
  });
});
afterAll(() => at.gateway.stop());

const LIVE = 'subscription { quotes(tickers: ["PETR4"]) { last } }';

describe('an operation', () => {
  test('a query answers with one result and completes', async () => {
    const client = await openSocket(at.url, {});
    client.subscribe('1', 'query($t: Ticker!) { asset(ticker: $t) { name } }', { t: 'PETR4' });
    expect(await client.frames('1', 2)).toEqual([
      { id: '1', type: 'next', payload: { data: { asset: { name: 'Name of PETR4' } } } },
      { id: '1', type: 'complete' },
    ]);
  });

  test('a query runs as the user of the socket', async () => {
    const client = await openSocket(at.url, { Authorization: `Bearer ${await at.token('ana')}` });
    client.subscribe('1', '{ me { id } }');
    expect((await client.frames('1', 1))[0]?.payload).toEqual({ data: { me: { id: 'ana' } } });
  });

  test.each([
    ['a syntax error', 'subscription { ', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'two root fields',
      'subscription { quotes(tickers: []) { last } marketStatus { phase } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      '@include at the root',
      'subscription($x: Boolean!) { quotes(tickers: []) @include(if: $x) { last } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      '@skip in a fragment of the root',
      'subscription($x: Boolean!) { ...F } fragment F on Subscription { quotes(tickers: []) @skip(if: $x) { last } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['introspection as its root', 'subscription { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing variable', 'subscription($t: [Ticker!]!) { quotes(tickers: $t) { last } }', 'BAD_USER_INPUT'],
    ['a bad cursor', 'subscription { trades(ticker: "PETR4", after: "-1") { price } }', 'BAD_USER_INPUT'],
    [
      'too many levels',
      `{ asset(ticker: "A") ${'{ twin '.repeat(14)}{ name }${' }'.repeat(14)} }`,
      'OPERATION_TOO_COMPLEX',
    ],
    ['an unknown operation name', 'query A { walletIsUp } query B { walletIsUp }', 'BAD_USER_INPUT'],
  ])('with %s fails alone, and the socket stays open', async (_name, query, code) => {
    const client = await openSocket(at.url, {});
    client.subscribe('1', query);
    const [error] = await client.frames('1', 1);
    expect([error?.type, codesOf(error)]).toEqual(['error', [code]]);
    if (code.startsWith('GRAPHQL_')) expect(error?.payload).toMatchObject([{ locations: [{ line: 1 }] }]);
    client.subscribe('2', '{ walletIsUp }');
    expect((await client.frames('2', 2)).map(({ type }) => type)).toEqual(['next', 'complete']);
  });

  test('a subscription beyond the limit of a socket is refused alone, and one that ends frees its place', async () => {
    const client = await openSocket(at.url, {});
    const before = at.fixture.quotes.opened;
    for (let number = 1; number <= 6; number++) client.subscribe(String(number), LIVE);
    // Whichever is checked last: the first one waits for the check of its document.
    const refused = () => client.received.filter(({ type }) => type === 'error');
    await until(() => refused().length > 0);
    expect(refused().map(codesOf)).toEqual([['LIMIT_EXCEEDED']]);
    client.send({ id: refused()[0]?.id === '1' ? '2' : '1', type: 'complete' });
    client.subscribe('7', LIVE);
    client.subscribe('8', '{ walletIsUp }');
    await client.frames('8', 2);
    expect(client.received.some(({ id }) => id === '7')).toBe(false);
    expect([refused().length, at.fixture.quotes.opened]).toEqual([1, before + 1]);
    client.socket.close();
    await until(() => at.fixture.quotes.readers === 0);
  });

  test('a subscription that its client completes at once closes its upstream', async () => {
    const client = await openSocket(at.url, {});
    client.subscribe('1', LIVE);
    client.send({ id: '1', type: 'complete' });
    client.subscribe('2', '{ walletIsUp }');
    await client.frames('2', 2);
    await until(() => at.fixture.quotes.readers === 0);
  });

  test('a subscription whose id is reused at once closes its upstream', async () => {
    const client = await openSocket(at.url, {});
    client.subscribe('1', LIVE);
    client.send({ id: '1', type: 'complete' });
    client.subscribe('1', '{ walletIsUp }');
    client.subscribe('2', '{ walletIsUp }');
    await client.frames('2', 2);
    client.socket.close();
    await until(() => at.fixture.quotes.readers === 0);
  });
});

describe('the caller of a subscription', () => {
  test('a bad token closes the socket with 4403; without a token the caller is anonymous', async () => {
    const bad = await openSocket(at.url);
    const reason = once(bad.socket, 'close').then(([, text]) => String(text));
    bad.send({ type: 'connection_init', payload: { authorization: 'Bearer nonsense' } });
    expect(await bad.closed).toBe(4403);
    expect(await reason).toBe('The token is not valid or was revoked. Sign in again.');
    const anonymous = await openSocket(at.url, {});
    anonymous.subscribe('1', ORDERS, { id: 'ana' });
    const [error] = await anonymous.frames('1', 1);
    expect([error?.type, codesOf(error)]).toEqual(['error', ['UNAUTHENTICATED']]);
    expect(anonymous.socket.readyState).toBe(anonymous.socket.OPEN);
  });

  test('an account of another user is NOT_FOUND', async () => {
    const ana = await openSocket(at.url, { authorization: `Bearer ${await at.token('ana')}` });
    ana.subscribe('1', ORDERS, { id: 'bia' });
    expect(codesOf((await ana.frames('1', 1))[0])).toEqual(['NOT_FOUND']);
  });
});

describe('the protocol', () => {
  test('a client that sends no connection_init in time is closed with 4408', async () => {
    const client = await openSocket(at.url);
    at.clock.advance(300);
    expect(await client.closed).toBe(4408);
  });

  test('a client that subscribes before connection_init is closed with 4401', async () => {
    const client = await openSocket(at.url);
    client.subscribe('1', '{ walletIsUp }');
    expect(await client.closed).toBe(4401);
  });

  test('a frame over 256 KiB closes with 1009, a smaller one is accepted', async () => {
    const client = await openSocket(at.url, {});
    client.subscribe('1', '{ walletIsUp }', { unused: 'x'.repeat(255 * 1024) });
    await client.frames('1', 2);
    client.subscribe('2', '{ walletIsUp }', { unused: 'x'.repeat(256 * 1024) });
    expect(await client.closed).toBe(1009);
  });

  test('a malformed message closes with 4400, an id in use with 4409', async () => {
    const broken = await openSocket(at.url, {});
    broken.send('nonsense');
    expect(await broken.closed).toBe(4400);
    const twice = await openSocket(at.url, {});
    twice.subscribe('1', LIVE);
    twice.subscribe('1', LIVE);
    expect(await twice.closed).toBe(4409);
  });

  test('another path or subprotocol is refused', async () => {
    const refused = (socket: WebSocket): Promise<string> =>
      new Promise((resolve) => {
        socket.once('error', (error) => resolve(error.message));
        socket.once('close', (code) => resolve(String(code)));
      });
    const wsUrl = at.url.replace('http', 'ws');
    expect(await refused(new WebSocket(`${wsUrl}/other`, 'graphql-transport-ws'))).toContain('404');
    expect(await refused(new WebSocket(`${wsUrl}/graphql`, 'graphql-ws'))).toMatch(/subprotocol|4406/i);
  });

  test('a socket that answers no pings is cut, one that answers stays open', async () => {
    const [silent, alive] = [await openSocket(at.url, {}), await openSocket(at.url, {})];
    silent.socket.pause();
    let pings = 0;
    alive.socket.on('ping', () => (pings += 1));
    for (let round = 1; round <= 6; round++) {
      at.clock.advance(15_000);
      await until(() => pings === round);
      alive.subscribe(`r${round}`, '{ walletIsUp }');
      await alive.frames(`r${round}`, 2);
    }
    silent.socket.resume();
    expect(await silent.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('no operation closes the socket or causes an internal error', async () => {
    const client = await openSocket(at.url, {});
    const word = fc.constantFrom('{', '}', '(', ')', '...', 'query', 'subscription', 'fragment', 'F', 'on', 'Subscription', 'Quote', '@include(if: $x)', '@skip', '$x', ':', 'Boolean', '[', ']', '"', 'quotes', 'tickers', '"A"', 'last', 'trades', 'after', 'null', 'asset', '__typename', '$'); // prettier-ignore
    let id = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 25 }),
        fc.option(fc.dictionary(fc.string(), fc.jsonValue()), { nil: undefined }),
        async (words, variables) => {
          const own = `f${(id += 1)}`;
          client.send({ id: own, type: 'subscribe', payload: { query: words.join(' '), variables } });
          client.send({ id: own, type: 'complete' });
        },
      ),
      { numRuns: 500 },
    );
    client.subscribe('last', '{ walletIsUp }');
    await client.frames('last', 2);
    expect(JSON.stringify(client.received)).not.toContain('INTERNAL_SERVER_ERROR');
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('a malformed frame does not affect another client', async () => {
    const other = await openSocket(at.url, {});
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (frame) => {
        const client = await openSocket(at.url, {});
        client.send(frame);
        client.socket.terminate();
        await client.closed;
      }),
      { numRuns: 50 },
    );
    other.subscribe('1', '{ walletIsUp }');
    expect(await other.frames('1', 2)).toHaveLength(2);
  });
});

test('a stop closes sockets with 1001, ends only streams of events with an error, and frees the port', async () => {
  const own = await startTestGateway();
  const { quotes, status, trades } = own.fixture;
  const client = await openSocket(own.url, {});
  client.subscribe('quotes', LIVE);
  client.subscribe('status', 'subscription { marketStatus { phase } }');
  client.subscribe('trades', TRADES);
  await until(() => [quotes, status, trades].every(({ readers }) => readers === 1));
  await own.gateway.stop();
  expect(await client.closed).toBe(1001);
  const [last, ...others] = client.received.filter(({ type }) => type !== 'connection_ack');
  expect([last?.id, last?.type, codesOf(last)]).toEqual(['trades', 'error', ['SERVICE_UNAVAILABLE']]);
  expect(others).toEqual([]);
  expect([quotes, status, trades].map(({ readers }) => readers)).toEqual([0, 0, 0]);
  await expect(fetch(own.url)).rejects.toThrow('fetch failed');
});
