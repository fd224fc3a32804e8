import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { GraphDocument } from '../src/index.ts';
import { collect, createScene } from './scene.ts';
import { cursorOf } from './scripted-broker.ts';

const accountId = 'a';
const updates = (count: number): string[] => Array.from({ length: count }, (_, index) => cursorOf(index + 1));
const cursor = ({ orders }: { orders: { cursor: string } }): string => orders.cursor;
const last = ({ quotes }: { quotes: { last: string | null } }): string | null => quotes.last;

test('a stream whose socket is lost before its first event gets what came meanwhile', async () => {
  const { broker, client, settle, pass } = createScene();
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.closeAll(1006);
  broker.publish();
  await pass(1_000);
  expect(reading.seen).toEqual(updates(1));
  await client.close();
});

test('it reads its first cursor again while the graph does not answer', async () => {
  const { broker, client, settle, pass } = createScene();
  broker.answer = async () => new Response('', { status: 502 });
  const reading = collect(client.orderStream({ accountId }), cursor);
  await pass(60_000);
  broker.answer = undefined;
  await pass(20_000);
  broker.publish();
  await settle();
  expect(reading.seen).toEqual(updates(1));
  await client.close();
});

test('an outage of an hour ends no stream, and the state says what happens', async () => {
  const { broker, client, settle, pass } = createScene();
  const states: string[] = [];
  client.connection.onChange((state) => states.push(state));
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  const { tokens } = broker;
  const refuse = setIntervalOfMicrotasks(() => broker.closeAll(1013));
  broker.closeAll(1006);
  await pass(3_600_000, 200);
  refuse.end();
  broker.publish();
  await pass(20_000);
  expect(tokens.size).toBe(1);
  expect(reading.seen).toEqual(updates(1));
  expect(states).toEqual(['connecting', 'live', 'reconnecting', 'offline', 'live']);
  await client.close();
  expect(client.connection.state).toBe('idle');

  /** Closes each socket as soon as it opens: the broker is up and takes nobody. */
  function setIntervalOfMicrotasks(run: () => void) {
    let isOn = true;
    const loop = (): void => {
      if (!isOn) return;
      run();
      setImmediate(loop);
    };
    broker.mangle = (frames) => (isOn ? [] : frames);
    loop();
    return { end: () => (isOn = false) };
  }
});

test('a network that is back ends the pause at once, and a socket that stayed is probed', async () => {
  const { broker, client, settle, pass } = createScene();
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.mangle = () => [];
  broker.closeAll(1006);
  await pass(300_000, 100);
  expect(client.connection.state).toBe('offline');
  broker.mangle = (frames) => frames;
  broker.closeAll(1006);
  broker.publish();
  await settle();
  broker.wake();
  await settle();
  expect(reading.seen).toEqual(updates(1));
  broker.vanish();
  broker.publish();
  broker.wake();
  await pass(15_000);
  expect(reading.seen).toEqual(updates(2));
  await client.close();
});

test('a page that slept for an hour over a dead socket goes on', async () => {
  const { broker, client, clock, settle, pass } = createScene();
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.vanish();
  broker.publish();
  clock.advance(3_600_000);
  await pass(60_000, 20);
  expect(reading.seen).toEqual(updates(1));
  await client.close();
});

test('a broker that falls silent is in doubt after 5 s, and live on the same socket when it speaks again', async () => {
  const { broker, client, settle, pass } = createScene();
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  await pass(60_000, 20);
  expect([client.connection.state, broker.opens]).toEqual(['live', 1]);
  broker.vanish();
  await pass(6_000, 6);
  expect(client.connection.state).toBe('reconnecting');
  broker.appear();
  broker.publish();
  await settle();
  expect([client.connection.state, broker.opens, reading.seen]).toEqual(['live', 1, updates(1)]);
  await client.close();
});

test('a page whose network is gone is in doubt at once, until the broker answers', async () => {
  const { broker, client, settle } = createScene();
  collect(client.orderStream({ accountId }), cursor);
  await settle();
  const states: string[] = [];
  client.connection.onChange((state) => states.push(state));
  broker.loseNetwork();
  expect(states).toEqual(['reconnecting']);
  await settle();
  expect(states).toEqual(['reconnecting', 'live']);
  await client.close();
});

test('a server that closes the socket after each event loses none', async () => {
  const { broker, client, settle, pass } = createScene();
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.afterEvent = () => queueMicrotask(() => queueMicrotask(() => broker.closeAll(1001)));
  for (let number = 0; number < 20; number += 1) {
    broker.publish();
    await pass(1_000, 2);
  }
  await pass(2_000);
  expect(reading.seen).toEqual(updates(20));
  await client.close();
});

test('a client can be used again after its close', async () => {
  const { broker, client, settle } = createScene();
  const first = collect(client.orderStream({ accountId }), cursor);
  await settle();
  await client.close();
  await settle();
  const second = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.publish();
  await settle();
  expect([first.ended, second.seen, client.connection.state]).toEqual([true, updates(1), 'live']);
  await client.close();
});

test('quotes repeat no state after a loss, and follow a broker that was restored', async () => {
  const { broker, client, settle, pass } = createScene();
  const reading = collect(client.quoteStream({ tickers: ['PETR4'] }), last);
  await settle();
  broker.quote(7);
  broker.quote(9);
  for (const late of [8, 9]) broker.quote(late);
  await settle();
  broker.closeAll(1006);
  await pass(1_000);
  expect(reading.seen).toEqual(['7.00', '9.00']);
  broker.closeAll(1006);
  broker.quote(3);
  await pass(1_000);
  broker.quote(4);
  await settle();
  expect(reading.seen.slice(2)).toEqual(['3.00', '4.00']);
  await client.close();
});

test.each(['SLOW_CONSUMER', 'SERVICE_UNAVAILABLE', 'SUBSCRIPTION_SCHEMA_RELOAD', 'RATE_LIMITED'])(
  'a stream that ends with %s resumes after its last cursor',
  async (code) => {
    const { broker, client, settle, pass } = createScene();
    const reading = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.publish();
    await settle();
    broker.fail(code, { retryAfterMs: 3_000 });
    broker.publish();
    await pass(2_500);
    expect(reading.seen).toEqual(updates(1));
    await pass(1_000);
    expect(reading.seen).toEqual(updates(2));
    await client.close();
  },
);

test.each(['CURSOR_EXPIRED', 'BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN'])(
  'a stream that ends with %s throws it: only its reader can go on',
  async (code) => {
    const { broker, client, settle } = createScene();
    const reading = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.fail(code);
    await settle();
    expect(reading.error).toMatchObject({ name: 'BrokerError', code });
    expect(broker.sockets).toEqual([]);
  },
);

test('a message that the server does not take ends the stream: the next socket would close as well', async () => {
  const { broker, client, settle } = createScene();
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.closeAll(4400, 'The document is too long');
  await settle();
  expect(reading.error).toMatchObject({ code: 'BAD_USER_INPUT', message: 'The document is too long' });
});

test('a signal ends a stream at any time, and no listener stays', async () => {
  const { broker, client, settle, pass } = createScene();
  const controller = new AbortController();
  const { signal } = controller;
  const reading = collect(client.orderStream({ accountId }, { signal }), cursor);
  await settle();
  for (let loss = 0; loss < 20; loss += 1) {
    broker.closeAll(1006);
    broker.publish();
    await pass(2_000, 4);
  }
  expect(reading.seen).toEqual(updates(20));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  broker.closeAll(1006);
  await settle();
  controller.abort();
  await settle();
  expect(reading).toMatchObject({ ended: true, error: undefined });
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect(client.connection.state).toBe('idle');
});

test('a stream of your own document begins after the cursor that `start` reads', async () => {
  const { broker, client, settle, pass } = createScene();
  const own =
    'subscription($after: Cursor) { orders(accountId: "a", after: $after) { cursor } }' as GraphDocument<
      { orders: { cursor: string } },
      object
    >;
  const reading = collect(client.subscribe(own, {}, { start: async () => cursorOf(0) }), cursor);
  await settle();
  broker.closeAll(1006);
  broker.publish();
  await pass(1_000);
  expect(reading.seen).toEqual(updates(1));
  await client.close();
  await settle();
  expect(reading.ended).toBe(true);
});
