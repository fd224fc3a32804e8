import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog, type Log } from '#platform/observability/log.ts';
import { openSocket, type Message, type TestSocket } from './client.ts';
import { codesOf, dataOf, quote, QUOTES } from './subscription-events.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

/** The protocol graphql-transport-ws, message by message. */

let at: TestGateway;
const logged: string[] = [];
const record = (_fields: object, message: string): void => void logged.push(message);
const log: Log = { ...silentLog, warn: record, error: record, child: () => log };
beforeAll(async () => {
  at = await startTestGateway({ log });
});
afterAll(() => at.gateway.stop());

const connect = (): Promise<TestSocket> => openSocket(at.url, {});
const LIVE = 'subscription { quotes(tickers: ["PETR4"]) { last } }';
const OTHER = '{ asset(ticker: "VALE3") { name } }';
const OTHER_FRAMES = [
  { id: '1', type: 'next', payload: { data: { asset: { name: 'Name of VALE3' } } } },
  { id: '1', type: 'complete' },
];

/** All frames of the id 1, once a later operation has ended. */
async function framesOfOne(client: TestSocket): Promise<readonly Message[]> {
  client.subscribe('last', '{ walletIsUp }');
  await client.frames('last', 2);
  return client.received.filter(({ id }) => id === '1');
}

describe('an id that its client uses again belongs to the new operation alone', () => {
  const complete = { id: '1', type: 'complete' };

  test('after its complete, with a running subscription', async () => {
    const client = await connect();
    client.subscribe('1', LIVE);
    await until(() => at.fixture.quotes.readers === 1);
    client.send(complete);
    client.subscribe('1', OTHER);
    await client.frames('1', 2);
    at.fixture.quotes.emit(quote(1));
    expect(await framesOfOne(client)).toEqual(OTHER_FRAMES);
    await until(() => at.fixture.quotes.readers === 0);
  });

  test('while the old operation is being prepared', async () => {
    const client = await connect();
    // In one chunk, so that the server reads all three before it has prepared the first.
    client.socket.pause();
    client.subscribe('1', '{ asset(ticker: "PETR4") { name twin { name } } }');
    client.send(complete);
    client.subscribe('1', OTHER);
    client.socket.resume();
    await client.frames('1', 2);
    expect(await framesOfOne(client)).toEqual(OTHER_FRAMES);
  });

  test('while the upstream of the old subscription opens', async () => {
    const client = await connect();
    const { opened } = at.fixture.quotes;
    const held = at.hold('market');
    client.subscribe('1', LIVE);
    await until(() => held.waiting() === 1);
    client.send(complete);
    client.subscribe('1', QUOTES, { tickers: ['VALE3'] });
    await until(() => held.waiting() === 2);
    held.release();
    await until(() => at.fixture.quotes.opened === opened + 2 && at.fixture.quotes.readers === 1);
    at.fixture.quotes.emit(quote(1, 'PETR4'), quote(2, 'VALE3'));
    await client.frames('1', 1);
    const frames = await framesOfOne(client);
    expect(frames.map((frame) => dataOf(frame)['quotes']?.last)).toEqual(['2.00']);
    client.send(complete);
    await until(() => at.fixture.quotes.readers === 0);
  });

  test('while the upstream of the old subscription opens and is refused', async () => {
    const client = await connect();
    const held = at.hold('market');
    at.fixture.quotes.refuse(true);
    // In one chunk, as above.
    client.socket.pause();
    client.subscribe('1', LIVE);
    client.send(complete);
    client.subscribe('1', OTHER);
    client.socket.resume();
    await client.frames('1', 2);
    held.release();
    expect(await framesOfOne(client)).toEqual(OTHER_FRAMES);
    at.fixture.quotes.refuse(false);
  });

  test('with states on their way to the old subscription', async () => {
    const [holder, client] = [await connect(), await connect()];
    holder.subscribe('1', LIVE);
    await until(() => at.fixture.quotes.readers === 1);
    at.fixture.quotes.emit(quote(7));
    await holder.frames('1', 1);
    // The state is there, so that the second subscription would get it at once.
    client.subscribe('1', LIVE);
    client.send(complete);
    client.subscribe('1', OTHER);
    await client.frames('1', 2);
    expect(await framesOfOne(client)).toEqual(OTHER_FRAMES);
    holder.socket.close();
    await until(() => at.fixture.quotes.readers === 0);
  });

  test('with the result of the old query on its way', async () => {
    const client = await connect();
    const held = at.hold('assets');
    client.subscribe('1', '{ asset(ticker: "PETR4") { name } }');
    await until(() => held.waiting() === 1);
    client.send(complete);
    client.subscribe('1', LIVE);
    await until(() => at.fixture.quotes.readers === 1);
    held.release();
    expect(await framesOfOne(client)).toEqual([]);
    at.fixture.quotes.emit(quote(1));
    expect((await client.frames('1', 1))[0]?.payload).toEqual({ data: { quotes: { last: '1.00' } } });
    client.socket.close();
    await until(() => at.fixture.quotes.readers === 0);
  });

  test('with the error of the old operation on its way', async () => {
    const client = await connect();
    // In one chunk, as above.
    client.socket.pause();
    client.subscribe('1', '{ nothing }');
    client.send(complete);
    client.subscribe('1', OTHER);
    client.socket.resume();
    await client.frames('1', 1);
    expect(await framesOfOne(client)).toEqual(OTHER_FRAMES);
  });

  test('after an error', async () => {
    const client = await connect();
    const frames = 200;
    // Each request follows the error before it at once.
    client.socket.on('message', () => {
      const errors = client.received.filter(({ type }) => type === 'error').length;
      if (errors > 0 && errors < frames) client.subscribe('1', '{ nothing }');
    });
    client.subscribe('1', '{ nothing }');
    const all = await client.frames('1', frames);
    expect(all.every(({ type }) => type === 'error')).toBe(true);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });
});

describe('a client that breaks the protocol', () => {
  test.each([
    ['connection_ack', { type: 'connection_ack' }],
    ['next', { id: '1', type: 'next', payload: { data: {} } }],
    ['error', { id: '1', type: 'error', payload: [{ message: 'x' }] }],
    ['an unknown type', { type: 'start', id: '1' }],
    ['no type', { id: '1' }],
    ['a list', '[]'],
    ['a subscribe without an id', { type: 'subscribe', payload: { query: '{ walletIsUp }' } }],
    ['a subscribe with an empty id', { type: 'subscribe', id: '', payload: { query: '{ walletIsUp }' } }],
    ['a subscribe without a query', { type: 'subscribe', id: '1', payload: {} }],
    [
      'extensions that are a list',
      { type: 'subscribe', id: '1', payload: { query: '{ a }', extensions: [] } },
    ],
    ['a complete without an id', { type: 'complete' }],
    [
      'a message of 100,000 levels',
      `{"type":"subscribe","id":"1","payload":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
    ],
  ])('%s closes with 4400, and nothing is logged', async (_name, message) => {
    logged.length = 0;
    const client = await connect();
    client.send(message);
    expect(await client.closed).toBe(4400);
    expect(logged).toEqual([]);
  });

  test('nothing that follows a violation runs', async () => {
    const client = await connect();
    const { opened } = at.fixture.quotes;
    // In one chunk, as above.
    client.socket.pause();
    client.send({ type: 'connection_ack' });
    client.subscribe('1', LIVE);
    client.socket.resume();
    expect(await client.closed).toBe(4400);
    expect(at.fixture.quotes.opened).toBe(opened);
  });

  test('a second connection_init closes with 4429', async () => {
    const client = await connect();
    client.send({ type: 'connection_init' });
    expect(await client.closed).toBe(4429);
  });

  test('an id in use closes with 4409, also while its operation is being prepared', async () => {
    const client = await connect();
    client.subscribe('1', OTHER);
    client.subscribe('1', OTHER);
    expect(await client.closed).toBe(4409);
  });

  test('a complete of an unknown id is ignored, and a ping is answered with its payload', async () => {
    const client = await connect();
    client.send({ id: 'none', type: 'complete' });
    for (const payload of [null, { at: 1 }]) client.send({ type: 'ping', payload });
    await until(() => client.received.filter(({ type }) => type === 'pong').length === 2);
    expect(client.received.at(-1)).toEqual({ type: 'pong', payload: { at: 1 } });
  });
});

describe('errors', () => {
  test.each([
    ['a syntax error', '{ walletIsUp', 'GRAPHQL_PARSE_FAILED', { line: 1, column: 13 }],
    ['an unknown field', '{\n  nothing\n}', 'GRAPHQL_VALIDATION_FAILED', { line: 2, column: 3 }],
    [
      'an unknown field of a stream',
      'subscription { none }',
      'GRAPHQL_VALIDATION_FAILED',
      { line: 1, column: 16 },
    ],
    [
      'a missing variable',
      'query($t: Ticker!) { asset(ticker: $t) { name } }',
      'BAD_USER_INPUT',
      { line: 1, column: 7 },
    ],
  ])('%s has its code and place', async (_name, query, code, place) => {
    const client = await connect();
    client.subscribe('1', query);
    const [frame] = await client.frames('1', 1);
    expect(frame).toMatchObject({ type: 'error', payload: [{ locations: [place], extensions: { code } }] });
  });

  test('every error of a document is in one frame', async () => {
    const client = await connect();
    client.subscribe('1', '{ one two }');
    expect(codesOf((await client.frames('1', 1))[0])).toHaveLength(2);
  });
});

describe('streams', () => {
  const payloads = async (query: string, count: number) => {
    const client = await connect();
    client.subscribe('1', query);
    const frames = await client.frames('1', count);
    expect(frames.at(-1)).toEqual({ id: '1', type: 'complete' });
    return frames.slice(0, -1).map(({ payload }) => payload);
  };

  test('of a leaf type', async () => {
    expect(await payloads('subscription { countdown(from: 3) }', 4)).toEqual(
      [3, 2, 1].map((countdown) => ({ data: { countdown } })),
    );
  });

  test('of a leaf type, with an alias and a variable', async () => {
    const client = await connect();
    client.subscribe('1', 'subscription($n: Int!) { n: countdown(from: $n) }', { n: 1 });
    expect((await client.frames('1', 2))[0]?.payload).toEqual({ data: { n: 1 } });
  });

  test('of lists of leaves', async () => {
    expect(await payloads('subscription { pairs(from: 2) }', 3)).toEqual([
      { data: { pairs: [2, 1] } },
      { data: { pairs: [1, 0] } },
    ]);
  });

  test('of objects, and a finite one completes', async () => {
    const query = 'subscription { listing(tickers: ["A", "B"]) { ticker } }';
    expect(await payloads(query, 3)).toEqual(['A', 'B'].map((ticker) => ({ data: { listing: { ticker } } })));
  });

  test('an empty one completes', async () => {
    expect(await payloads('subscription { countdown(from: 0) }', 1)).toEqual([]);
  });

  test.each([
    ['of states', 'subscription { quotes(tickers: ["PETR4"]) { last asset { name } } }', 'quotes' as const],
    ['of events', 'subscription { trades(ticker: "PETR4") { price asset { name } } }', 'trades' as const],
  ])(
    'one %s that its subgraph completes delivers its last event, then completes',
    async (_name, query, name) => {
      const client = await connect();
      client.subscribe('1', query);
      await until(() => at.fixture[name].readers === 1);
      at.fixture.quotes.emit(quote(1));
      at.fixture.trades.emit({ ticker: 'PETR4', price: '1.00', number: 1 });
      at.fixture[name].endAll();
      expect((await client.frames('1', 2)).map(({ type }) => type)).toEqual(['next', 'complete']);
      client.subscribe('1', OTHER);
      await client.frames('1', 4);
    },
  );
});
