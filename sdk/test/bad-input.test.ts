import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { collect, createScene } from './scene.ts';
import { cursorOf } from './scripted-broker.ts';

const accountId = 'a';
const updates = (count: number): string[] => Array.from({ length: count }, (_, index) => cursorOf(index + 1));
const cursor = ({ orders }: { orders: { cursor: string } }): string => orders.cursor;

/** A client at the beginning of a page: six updates came while it had no socket. */
function atPage(token: (refused?: string) => string = () => 'ana-1') {
  const at = createScene({ token });
  for (let number = 0; number < 6; number += 1) at.broker.publish();
  return { ...at, open: () => collect(at.client.orderStream({ accountId, after: cursorOf(0) }), cursor) };
}

test('a token that expires in the middle of a page of a resumed stream loses and repeats none of the page', async () => {
  let number = 1;
  const { broker, client, open, pass } = atPage((refused) => {
    if (refused === `ana-${number}`) broker.tokens.add(`ana-${(number += 1)}`);
    return `ana-${number}`;
  });
  broker.mangle = (frames) => {
    if (frames.length < 6) return frames;
    broker.mangle = (later) => later;
    broker.tokens.delete('ana-1');
    const { id } = JSON.parse(frames[0] ?? '') as { id: string };
    const expired = {
      type: 'error',
      id,
      payload: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }],
    };
    return [...frames.slice(0, 3), JSON.stringify(expired)];
  };
  const reading = open();
  await pass(5_000);
  expect(reading.seen).toEqual(updates(6));
  expect(broker.sockets[0]?.token).toBe('ana-2');
  await client.close();
});

test('a server that closes every socket after one event of a page gives the page in as many sockets', async () => {
  const { broker, client, open, pass } = atPage();
  broker.mangle = (frames) => frames.slice(0, 1);
  broker.afterEvent = () => queueMicrotask(() => queueMicrotask(() => broker.closeAll(1001)));
  const reading = open();
  await pass(20_000, 60);
  expect(reading.seen).toEqual(updates(6));
  expect(broker.opens).toBeGreaterThanOrEqual(6);
  await client.close();
});

test('frames that a proxy repeats and reorders at will give each update once, in order', async () => {
  const order = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(order, async (sent) => {
      const { broker, client, open, pass } = atPage();
      broker.mangle = (frames) => {
        if (frames.length < 6) return frames;
        broker.mangle = (later) => later;
        return [...sent, 5].map((index) => frames[index] ?? '');
      };
      const reading = open();
      await pass(10_000, 6);
      broker.publish();
      await pass(1_000, 2);
      expect(reading.seen).toEqual(updates(7));
      await client.close();
    }),
    { numRuns: 20 },
  );
});

test('a cursor of another account ends the stream with an error that says so', async () => {
  const { broker, client, settle } = createScene();
  const foreign = btoa(JSON.stringify(['orders:b', '3'])).replaceAll('=', '');
  const reading = collect(client.orderStream({ accountId, after: foreign }), cursor);
  await settle();
  expect(reading).toMatchObject({ seen: [], error: { code: 'BAD_USER_INPUT' } });
  expect(broker.opens).toBe(1);
  await client.close();
});

test('a cursor from before a restore ends the stream, also while it runs; from the present state it goes on', async () => {
  const { broker, client, settle, pass } = createScene();
  const reading = collect(client.orderStream({ accountId }), cursor);
  await settle();
  for (let number = 0; number < 3; number += 1) broker.publish();
  await settle();
  broker.updates = 1;
  broker.closeAll(1012);
  await pass(1_000);
  expect(reading).toMatchObject({ seen: updates(3), error: { code: 'BAD_USER_INPUT' } });
  const again = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.publish();
  await settle();
  expect(again.seen).toEqual([cursorOf(2)]);
  await client.close();
});

test('two tabs of one user get each update once, and the token that one has renewed serves both', async () => {
  const stored = { token: 'ana-1', signIns: 0 };
  const token = async (refused?: string): Promise<string> => {
    if (refused === stored.token) {
      stored.signIns += 1;
      stored.token = 'ana-2';
      first.broker.tokens.add('ana-2');
    }
    return stored.token;
  };
  const first = createScene({ token });
  const second = createClient({ url: 'http://broker/graphql', token, platform: first.broker.platform });
  const tabs = [first.client, second].map((client) => collect(client.orderStream({ accountId }), cursor));
  await first.settle();
  first.broker.publish();
  await first.settle();
  first.broker.tokens.delete('ana-1');
  first.broker.fail('UNAUTHENTICATED');
  first.broker.publish();
  await first.pass(5_000);
  expect(tabs.map(({ seen }) => seen)).toEqual([updates(2), updates(2)]);
  expect([stored.signIns, first.broker.sockets.length]).toEqual([1, 2]);
  await first.client.close();
  await second.close();
});
