import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Limits } from '../core/limits.ts';
import { openSocket, type TestSocket } from './client.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';
import { codesOf, quote, trade } from './subscription-events.ts';

/** The limits of a socket and of all sockets, with real sockets. */

async function start(limits: Partial<Limits> = {}, limitsLoopback = false): Promise<TestGateway> {
  const at = await startTestGateway({ limits, clients: { limitsLoopback } });
  onTestFinished(() => at.gateway.stop());
  return at;
}

const gauge = async (at: TestGateway, name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await at.metrics.text())?.[1] ?? '0');

/** Ends the turns of operations that wait for a subgraph, so that the next ones run. */
const leaveTurns =
  (at: TestGateway): (() => void) =>
  () =>
    at.clock.advance(50);

/** Resolves with the code and reason of the close. */
const closeOf = ({ socket }: TestSocket): Promise<[number, string]> =>
  new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, reason.toString()])));

/** Different for each number: equal subscriptions share an upstream. */
const trades = (number: number): string =>
  `subscription { trades(ticker: "PETR4") { price ${'cursor '.repeat(number)}} }`;
const LARGE = 'x'.repeat(20_000);

describe('a message that is too large closes the socket with 4400', () => {
  let at: TestGateway;
  beforeAll(async () => {
    at = await startTestGateway();
  });
  afterAll(() => at.gateway.stop());

  test('an operation id of 200 KB, before an event repeats it', async () => {
    const client = await openSocket(at.url, {});
    const closed = closeOf(client);
    client.subscribe('x'.repeat(200_000), trades(1));
    expect(await closed).toEqual([4400, 'An operation id has at most 128 bytes']);
    expect(at.fixture.trades.opened).toBe(0);
  });

  test('a payload of connection_init of 250 KB', async () => {
    const client = await openSocket(at.url);
    const closed = closeOf(client);
    client.send({ type: 'connection_init', payload: { any: 'x'.repeat(250_000) } });
    expect(await closed).toEqual([4400, 'The payload of connection_init has at most 8192 bytes']);
    await openSocket(at.url, { any: 'x'.repeat(8_000) });
  });

  test.each([1, 128])('a repeated id of %i bytes with 4409', async (bytes) => {
    const client = await openSocket(at.url, {});
    const id = 'x'.repeat(bytes);
    client.subscribe(id, trades(1));
    client.subscribe(id, trades(1));
    expect(await client.closed).toBe(4409);
  });
});

describe('queries and mutations of a socket', () => {
  const QUERY = '{ asset(ticker: "PETR4") { name } }';

  test('run 20 at once; a hundred more wait, the others are refused alone', async () => {
    const at = await start();
    const client = await openSocket(at.url, {});
    const held = at.hold('assets');
    // Each with a ticker of its own: equal ones that begin together are one request to the subgraph.
    for (let number = 1; number <= 300; number += 1)
      client.subscribe(String(number), 'query($t: Ticker!) { asset(ticker: $t) { name } }', {
        t: `TICK${number}`,
      });
    const refused = await client.frames('300', 1);
    expect(codesOf(refused[0])).toEqual(['LIMIT_EXCEEDED']);
    await until(() => held.waiting() === 20, leaveTurns(at));
    expect(client.received.filter(({ type }) => type === 'error')).toHaveLength(180);
    held.release();
    const results = () => client.received.filter(({ type }) => type === 'next');
    await until(() => results().length >= 120);
    expect(results()).toHaveLength(120);
  });

  test('count until they have ended, also when the client has left them', async () => {
    const at = await start({ operationsPerSocket: 2 });
    const client = await openSocket(at.url, {});
    const held = at.hold('assets');
    for (const id of ['1', '2']) {
      client.subscribe(id, QUERY);
      await until(() => held.waiting() === Number(id));
      client.send({ id, type: 'complete' });
    }
    for (let number = 3; number <= 13; number += 1) client.subscribe(String(number), QUERY);
    expect(codesOf((await client.frames('13', 1))[0])).toEqual(['LIMIT_EXCEEDED']);
    expect(held.waiting()).toBe(2);
    held.release();
    await client.frames('12', 2);
  });
});

describe('a client that does not read', () => {
  /** Fills what the network holds for the client, until events wait. */
  async function untilEventsWait(at: TestGateway, bytes: number): Promise<void> {
    let number = 0;
    while ((await gauge(at, 'gateway_waiting_bytes')) < bytes) {
      number += 1;
      at.fixture.trades.emit(trade(number, LARGE));
      at.fixture.quotes.emit({ ...quote(number), last: LARGE });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  test('has its events dropped when it leaves a stream', async () => {
    const at = await start();
    const client = await openSocket(at.url, {});
    client.subscribe('events', trades(1));
    client.subscribe('states', 'subscription { quotes(tickers: ["PETR4"]) { last } }');
    await until(() => at.fixture.trades.readers === 1 && at.fixture.quotes.readers === 1);
    client.socket.pause();
    await untilEventsWait(at, 500_000);
    for (const id of ['events', 'states']) client.send({ id, type: 'complete' });
    await until(() => at.fixture.trades.readers === 0 && at.fixture.quotes.readers === 0);
    const delivered = await gauge(at, 'gateway_events_delivered_total');
    client.socket.resume();
    client.subscribe('last', '{ walletIsUp }');
    await client.frames('last', 2);
    expect(await gauge(at, 'gateway_events_delivered_total')).toBe(delivered);
    expect(client.received.filter(({ type }) => type === 'next')).toHaveLength(delivered + 1);
    expect(await gauge(at, 'gateway_waiting_bytes')).toBe(0);
  });

  test('keeps no more bytes waiting than its budget, whatever the number of its streams', async () => {
    const budget = 1_000_000;
    const at = await start({ socketWaitingBytes: budget, waitingEvents: 500 });
    const [slow, fast] = [await openSocket(at.url, {}), await openSocket(at.url, {})];
    const streams = 50;
    for (let number = 1; number <= streams; number += 1) slow.subscribe(String(number), trades(number));
    await until(() => at.fixture.trades.readers === streams);
    fast.subscribe('fast', trades(1));
    fast.subscribe('ready', '{ walletIsUp }');
    await fast.frames('ready', 2);
    slow.socket.pause();
    let most = 0;
    const count = 300;
    for (let number = 1; number <= count; number += 1) {
      at.fixture.trades.emit(trade(number, LARGE));
      at.clock.advance(50); // The client earns its share for all its streams.
      await fast.frames('fast', number);
      if (number % 10 === 0) most = Math.max(most, await gauge(at, 'gateway_waiting_bytes'));
    }
    expect(most).toBeGreaterThan(budget / 2);
    // Beside the budget, one frame.
    expect(most).toBeLessThan(budget + 2 * LARGE.length);
    expect(await gauge(at, 'gateway_slow_consumers_total')).toBeGreaterThan(streams / 2);
    slow.socket.resume();
    await until(() => slow.received.some(({ type }) => type === 'error'));
    expect(codesOf(slow.received.find(({ type }) => type === 'error'))).toEqual(['SLOW_CONSUMER']);
    expect(slow.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('is not read while its answers wait, and gets all of them later', async () => {
    const at = await start({ socketWaitingBytes: 2_000_000, messagesPerSecond: 100_000 });
    const client = await openSocket(at.url, {});
    client.socket.pause();
    // The network holds a few megabytes for a client; the rest must wait at the client itself.
    const pings = 2_000;
    const payload = { text: 'x'.repeat(8_000) };
    for (let number = 0; number < pings; number += 1) client.send({ type: 'ping', payload });
    await expect.poll(() => gauge(at, 'gateway_waiting_bytes')).toBeGreaterThan(300_000);
    expect(client.socket.bufferedAmount).toBeGreaterThan(0);
    client.socket.resume();
    await until(() => client.received.filter(({ type }) => type === 'pong').length === pings);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('is closed with 1013 when the results of its queries exceed its budget', async () => {
    const at = await start({ socketWaitingBytes: 1_000_000 });
    const client = await openSocket(at.url, {});
    const held = at.hold('assets');
    // Twenty results of a megabyte, more than the network holds for a client.
    const echoes = Array.from({ length: 20 }, (_, number) => `e${number}: echo(text: $text)`);
    const query = `query($text: String) { ${echoes.join(' ')} }`;
    for (let number = 1; number <= 20; number += 1)
      client.subscribe(String(number), query, { text: String(number).padStart(50_000, 'x') });
    await until(() => held.waiting() === 20, leaveTurns(at));
    client.socket.pause();
    const closed = closeOf(client);
    held.release();
    await expect.poll(() => gauge(at, 'gateway_operation_duration_seconds_count.*')).toBe(20);
    client.socket.resume();
    expect(await closed).toEqual([1013, 'The client reads too slowly']);
    await expect.poll(() => gauge(at, 'gateway_waiting_bytes')).toBe(0);
  });
});

describe('the texts of subscriptions', () => {
  test('take space of their socket until they end', async () => {
    const at = await start({ socketWaitingBytes: 45_000 });
    const client = await openSocket(at.url, {});
    const large = (id: string) => client.subscribe(id, `${trades(1)} # ${'x'.repeat(30_000)}`);
    large('1');
    await until(() => at.fixture.trades.opened === 1);
    large('2');
    expect(codesOf((await client.frames('2', 1))[0])).toEqual(['LIMIT_EXCEEDED']);
    client.send({ id: '1', type: 'complete' });
    large('3');
    await until(() => at.fixture.trades.opened === 2);
    client.socket.close();
    await expect.poll(() => gauge(at, 'gateway_waiting_bytes')).toBe(0);
  });
});

describe('the number of sockets', () => {
  const refusalOf = (url: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      socket.once('error', (error) => resolve(error.message));
      socket.once('open', () => resolve('open'));
      onTestFinished(() => socket.terminate());
    });

  test('of one address is limited: 429', async () => {
    const at = await start({ socketsPerAddress: 2 }, true);
    const clients = [await openSocket(at.url, {}), await openSocket(at.url, {})];
    expect(await refusalOf(at.url)).toContain('429');
    clients[0]?.socket.terminate();
    await expect.poll(() => refusalOf(at.url)).toBe('open');
  });

  test('of loopback is not, unless a setting says so', async () => {
    const at = await start({ socketsPerAddress: 2 });
    for (let count = 0; count < 3; count += 1) await openSocket(at.url, {});
  });

  test('of all clients is limited: 503', async () => {
    const at = await start({ sockets: 2 });
    for (let count = 0; count < 2; count += 1) await openSocket(at.url, {});
    expect(await refusalOf(at.url)).toContain('503');
    expect(await at.metrics.text()).toContain('gateway_refused_total{code="LIMIT_EXCEEDED"} 1');
  });
});

describe('the number of subscriptions', () => {
  test.each([
    ['of all sockets', { streams: 2 }, false],
    ['of one address', { streamsPerAddress: 2 }, true],
  ])(
    '%s is limited, shared ones too, and one that ends frees its place',
    async (_name, limits, limitsLoopback) => {
      const at = await start(limits, limitsLoopback);
      const clients = [await openSocket(at.url, {}), await openSocket(at.url, {})];
      for (const client of clients) client.subscribe('a', trades(1));
      const [first, second] = clients;
      await expect.poll(() => gauge(at, 'gateway_subscriptions')).toBe(2);
      second?.subscribe('b', trades(1));
      expect(codesOf((await second?.frames('b', 1))?.[0])).toEqual(['LIMIT_EXCEEDED']);
      first?.socket.close();
      await expect.poll(() => gauge(at, 'gateway_subscriptions')).toBe(1);
      second?.subscribe('c', trades(1));
      await expect.poll(() => gauge(at, 'gateway_subscriptions')).toBe(2);
    },
  );
});

test('an event of a stream that replays after a cursor may cost less than a query or a state', async () => {
  const at = await start({ eventCost: 5 });
  const client = await openSocket(at.url, {});
  const selection = '{ asset { name } a: asset { name } b: asset { name } c: asset { name } }';
  client.subscribe('1', `subscription { trades(ticker: "PETR4") ${selection} }`);
  expect(codesOf((await client.frames('1', 1))[0])).toEqual(['OPERATION_TOO_COMPLEX']);
  client.subscribe('2', `subscription { quotes(tickers: ["PETR4"]) ${selection} }`);
  client.subscribe('3', 'subscription { trades(ticker: "PETR4") { price } }');
  await expect.poll(() => gauge(at, 'gateway_subscriptions')).toBe(2);
});

describe('the number of streams at subgraphs', () => {
  test.each([
    ['of all clients', { upstreams: 2 }, false, 'SERVICE_UNAVAILABLE'],
    ['of one address', { upstreamsPerAddress: 2 }, true, 'LIMIT_EXCEEDED'],
  ])('%s is limited; equal subscriptions share one', async (_name, limits, limitsLoopback, code) => {
    const at = await start(limits, limitsLoopback);
    const client = await openSocket(at.url, {});
    client.subscribe('a', trades(1));
    client.subscribe('b', trades(2));
    client.subscribe('also b', trades(2));
    client.subscribe('c', trades(3));
    expect(codesOf((await client.frames('c', 1))[0])).toEqual([code]);
    expect(at.fixture.trades.readers).toBe(2);
    client.socket.close();
    await until(() => at.fixture.trades.readers === 0);
    const next = await openSocket(at.url, {});
    next.subscribe('d', trades(3));
    await until(() => at.fixture.trades.readers === 1);
    expect(await gauge(at, 'gateway_upstreams')).toBe(1);
  });
});
