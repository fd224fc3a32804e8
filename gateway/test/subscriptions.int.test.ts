import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSocket, type Message, type TestSocket } from './client.ts';
import { codesOf, dataOf, ORDERS, quote, QUOTES, trade, TRADES } from './subscription-events.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

let at: TestGateway;
beforeEach(async () => {
  at = await startTestGateway({ limits: { socketBufferBytes: 64 * 1024, waitingEvents: 50 } });
});
afterEach(() => at.gateway.stop());

const connect = (params: Record<string, unknown> = {}): Promise<TestSocket> => openSocket(at.url, params);
const signedIn = async (userId: string, lifetimeMs?: number): Promise<TestSocket> =>
  connect({ authorization: `Bearer ${await at.token(userId, lifetimeMs)}` });

/** Advances the clock, so that the delay before the next attempt ends. */
const untilReconnected = (feed: { readonly readers: number }): Promise<void> =>
  until(
    () => feed.readers === 1,
    () => at.clock.advance(100),
  );

describe('enrichment', () => {
  test('an event has fields of other subgraphs, and no key field that only the gateway needs', async () => {
    const client = await connect();
    client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
    await until(() => at.fixture.quotes.readers === 1);
    at.fixture.quotes.emit(quote(7));
    const [frame] = await client.frames('1', 1);
    expect(frame).toEqual({
      id: '1',
      type: 'next',
      payload: {
        data: { quotes: { ticker: 'PETR4', last: '7.00', skipped: 0, asset: { name: 'Name of PETR4' } } },
      },
    });
  });

  test.each([
    [
      'aliases',
      'subscription { q: quotes(tickers: ["PETR4"]) { t: ticker last } }',
      { q: { t: 'PETR4', last: '1.00' } },
    ],
    [
      'names of the gateway',
      'subscription { quotes(tickers: ["PETR4"]) { gateway0_key: last } }',
      { quotes: { gateway0_key: '1.00' } },
    ],
    [
      'fragments',
      'subscription { ...F } fragment F on Subscription { quotes(tickers: ["PETR4"]) { ...Q } } fragment Q on Quote { last }',
      { quotes: { last: '1.00' } },
    ],
    [
      'a field selected twice',
      'subscription { quotes(tickers: ["PETR4"]) { last } quotes(tickers: ["PETR4"]) { ticker } }',
      { quotes: { last: '1.00', ticker: 'PETR4' } },
    ],
    [
      'a condition below the root',
      'subscription($no: Boolean = false) { quotes(tickers: ["PETR4"]) { last ticker @include(if: $no) } }',
      { quotes: { last: '1.00' } },
    ],
    [
      '__typename',
      'subscription { quotes(tickers: ["PETR4"]) { __typename } }',
      { quotes: { __typename: 'Quote' } },
    ],
  ])('a subscription with %s', async (_name, query, data) => {
    const client = await connect();
    client.subscribe('1', query);
    await until(() => at.fixture.quotes.readers === 1);
    at.fixture.quotes.emit(quote(1));
    expect((await client.frames('1', 1))[0]?.payload).toEqual({ data });
  });
});

describe('sharing', () => {
  test('50 equal subscribers share one upstream and one enrichment per event; it ends with the last subscriber', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, () => connect()));
    for (const client of clients) client.subscribe('q', QUOTES, { tickers: ['PETR4'] });
    await until(() => at.fixture.quotes.readers === 1);
    for (let sequence = 1; sequence <= 3; sequence++) {
      at.fixture.quotes.emit(quote(sequence));
      await Promise.all(clients.map((client) => client.frames('q', sequence)));
    }
    expect(at.fixture.quotes.opened).toBe(1);
    expect(at.fixture.assetReads.count).toBe(3);
    for (const client of clients.slice(1)) client.send({ id: 'q', type: 'complete' });
    at.fixture.quotes.emit(quote(4));
    await clients[0]?.frames('q', 4);
    expect(at.fixture.quotes.readers).toBe(1);
    clients[0]?.socket.terminate();
    await until(() => at.fixture.quotes.readers === 0);
  });

  test('a late joiner gets the newest state of each ticker at once', async () => {
    const [early, late] = [await connect(), await connect()];
    early.subscribe('1', QUOTES, { tickers: ['PETR4', 'VALE3'] });
    await until(() => at.fixture.quotes.readers === 1);
    at.fixture.quotes.emit(quote(1), quote(1, 'VALE3'));
    await early.frames('1', 2);
    at.fixture.quotes.emit(quote(2));
    await early.frames('1', 3);
    late.subscribe('1', QUOTES, { tickers: ['PETR4', 'VALE3'] });
    const frames = await late.frames('1', 2);
    expect(frames.map((frame) => dataOf(frame)['quotes'])).toMatchObject([
      { ticker: 'PETR4', last: '2.00', skipped: 0 },
      { ticker: 'VALE3', last: '1.00', skipped: 0 },
    ]);
    expect(at.fixture.quotes.opened).toBe(1);
  });

  test('other variables, another document or a cursor open another upstream', async () => {
    const client = await connect();
    client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
    client.subscribe('2', QUOTES, { tickers: ['VALE3'] });
    client.subscribe('3', 'subscription { quotes(tickers: ["PETR4"]) { last } }');
    await until(() => at.fixture.quotes.opened === 3);
    at.fixture.trades.emit(trade(1), trade(2));
    client.subscribe('4', TRADES);
    client.subscribe('5', TRADES, { after: '1' });
    client.subscribe('6', TRADES, { after: '1' });
    await until(() => at.fixture.trades.opened === 3);
    expect(dataOf((await client.frames('6', 1))[0])['trades']?.cursor).toBe('2');
  });

  test('private streams are never shared, not even by one user, and never cross', async () => {
    const [ana, alsoAna, bia] = [await signedIn('ana'), await signedIn('ana'), await signedIn('bia')];
    ana.subscribe('1', ORDERS, { id: 'ana' });
    alsoAna.subscribe('1', ORDERS, { id: 'ana' });
    bia.subscribe('1', ORDERS, { id: 'bia' });
    await until(() => at.fixture.orders.readers === 3);
    at.fixture.orders.emit({ accountId: 'ana', number: 1 }, { accountId: 'bia', number: 2 });
    const frames = [
      ...(await ana.frames('1', 1)),
      ...(await alsoAna.frames('1', 1)),
      ...(await bia.frames('1', 1)),
    ];
    expect(frames.map((frame) => dataOf(frame)['orders']?.order.owner)).toEqual(['ana', 'ana', 'bia']);
    expect(bia.received.filter(({ type }) => type === 'next')).toHaveLength(1);
  });
});

describe('an expired token', () => {
  test('ends the private streams; the socket and its public streams stay', async () => {
    const ana = await signedIn('ana', 60_000);
    ana.subscribe('mine', ORDERS, { id: 'ana' });
    ana.subscribe('public', QUOTES, { tickers: ['PETR4'] });
    await until(() => at.fixture.orders.readers === 1 && at.fixture.quotes.readers === 1);
    at.clock.advance(61_000);
    const [end] = await ana.frames('mine', 1);
    expect([end?.type, codesOf(end)]).toEqual(['error', ['UNAUTHENTICATED']]);
    await until(() => at.fixture.orders.readers === 0);
    at.fixture.quotes.emit(quote(1));
    expect((await ana.frames('public', 1))[0]?.type).toBe('next');
    ana.subscribe('late', 'query { me { id } }');
    expect((await ana.frames('late', 1))[0]?.payload).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

describe('a subgraph restarts', () => {
  test('public state streams resume; no state repeats or goes back', async () => {
    const client = await connect();
    client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
    await until(() => at.fixture.quotes.readers === 1);
    at.fixture.quotes.emit(quote(5));
    await client.frames('1', 1);
    at.fixture.quotes.refuse(true);
    at.fixture.quotes.breakAll();
    await until(() => at.fixture.quotes.readers === 0);
    at.clock.advance(500);
    at.fixture.quotes.refuse(false);
    await untilReconnected(at.fixture.quotes);
    at.fixture.quotes.emit(quote(5));
    at.fixture.quotes.emit(quote(4));
    at.fixture.quotes.emit(quote(8));
    const frames = await client.frames('1', 2);
    expect(frames.map((frame) => dataOf(frame)['quotes'])).toMatchObject([
      { last: '5.00', skipped: 0 },
      { last: '8.00', skipped: 2 },
    ]);
  });

  test('streams with a cursor resume after the last event and neither miss nor repeat one', async () => {
    const ana = await signedIn('ana');
    ana.subscribe('1', ORDERS.replace('cursor order', 'order'), { id: 'ana' });
    await until(() => at.fixture.orders.readers === 1);
    at.fixture.orders.emit({ accountId: 'ana', number: 1 });
    await ana.frames('1', 1);
    at.fixture.orders.breakAll();
    at.fixture.orders.emit({ accountId: 'ana', number: 2 }, { accountId: 'ana', number: 3 });
    await untilReconnected(at.fixture.orders);
    at.fixture.orders.emit({ accountId: 'ana', number: 4 });
    const frames = await ana.frames('1', 4);
    const ids = frames.map((frame) => dataOf(frame)['orders']?.order.id);
    expect(ids).toEqual(['ord_1', 'ord_2', 'ord_3', 'ord_4']);
  });

  test('a stream that cannot resume without loss ends', async () => {
    const ana = await signedIn('ana');
    ana.subscribe('1', ORDERS, { id: 'ana' });
    await until(() => at.fixture.orders.readers === 1);
    at.fixture.orders.breakAll();
    expect(codesOf((await ana.frames('1', 1))[0])).toEqual(['SERVICE_UNAVAILABLE']);
  });

  test('a subgraph that is down at the start is SERVICE_UNAVAILABLE; the gateway gives up one that stays down', async () => {
    at.down.add('market');
    const client = await connect();
    client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
    expect(codesOf((await client.frames('1', 1))[0])).toEqual(['SERVICE_UNAVAILABLE']);
    at.down.clear();
    client.subscribe('2', QUOTES, { tickers: ['PETR4'] });
    await until(() => at.fixture.quotes.readers === 1);
    at.fixture.quotes.refuse(true);
    at.fixture.quotes.breakAll();
    await until(
      () => client.received.some(({ id }) => id === '2'),
      () => at.clock.advance(5_000),
    );
    expect((await client.frames('2', 1))[0]?.type).toBe('error');
  });
});

describe('slow consumers', () => {
  const payload = 'x'.repeat(20_000);

  const skippedStates = async (): Promise<number> => {
    return Number(/^gateway_events_skipped_total (\d+)$/m.exec(await at.metrics.text())?.[1]);
  };

  test('states are skipped and counted, and the buffer stays bounded', async () => {
    const skippedBefore = await skippedStates();
    const [slow, fast] = [await connect(), await connect()];
    const big = (sequence: number) => ({ ticker: 'PETR4', last: `${sequence}.${payload}`, sequence });
    for (const client of [slow, fast]) client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
    await until(() => at.fixture.quotes.readers === 1);
    slow.socket.pause();
    const count = 500;
    for (let sequence = 1; sequence <= count; sequence++) {
      at.fixture.quotes.emit(big(sequence));
      await fast.frames('1', sequence);
      // A client's events beyond its share rest.
      at.clock.advance(10);
    }
    slow.socket.resume();
    const isLast = ({ type, payload: frame }: Message): boolean =>
      type === 'next' && JSON.stringify(frame).includes(`"last":"${count}.`);
    await until(() => slow.received.some(isLast));
    const skipped = slow.received
      .filter(({ type }) => type === 'next')
      .map((frame) => dataOf(frame)['quotes']?.skipped ?? 0);
    expect(skipped.length).toBeLessThan(count);
    expect(skipped.reduce((sum, one) => sum + one, 0) + skipped.length).toBe(count);
    expect((await skippedStates()) - skippedBefore).toBe(count - skipped.length);
  });

  test('a stream that may skip no event ends with SLOW_CONSUMER, and other subscribers continue', async () => {
    const [slow, fast] = [await connect(), await connect()];
    for (const client of [slow, fast]) client.subscribe('1', TRADES);
    await until(() => at.fixture.trades.readers === 1);
    slow.socket.pause();
    const count = 500;
    for (let number = 1; number <= count; number++) {
      at.fixture.trades.emit(trade(number, payload));
      await fast.frames('1', number);
      at.clock.advance(10);
    }
    slow.socket.resume();
    await until(() => slow.received.some(({ type }) => type === 'error'));
    const frames = slow.received.filter(({ id }) => id === '1');
    const cursors = frames.slice(0, -1).map((frame) => Number(dataOf(frame)['trades']?.cursor));
    expect(codesOf(frames.at(-1))).toEqual(['SLOW_CONSUMER']);
    expect(cursors).toEqual(cursors.map((_, index) => index + 1));
    expect(slow.socket.readyState).toBe(slow.socket.OPEN);
  });
});
