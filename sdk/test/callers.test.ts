import { describe, expect, test } from 'vitest';
import { collect, createScene } from './scene.ts';
import { cursorOf } from './scripted-broker.ts';

const accountId = 'a';
const cursor = ({ orders }: { orders: { cursor: string } }): string => orders.cursor;
const last = ({ quotes }: { quotes: { last: string | null } }): string | null => quotes.last;

test('prices first, sign in later: orders open, and the prices go on without a gap', async () => {
  const { broker, client, settle } = createScene({ token: undefined });
  const prices = collect(client.quoteStream({ tickers: ['PETR4'] }), last);
  await settle();
  broker.quote(1);
  await settle();
  client.setToken('ana-1');
  broker.quote(2);
  const orders = collect(client.orderStream({ accountId }), cursor);
  await settle();
  broker.quote(3);
  broker.publish();
  await settle();
  expect(prices.seen).toEqual(['1.00', '2.00', '3.00']);
  expect(orders.seen).toEqual([cursorOf(1)]);
  expect(broker.sockets).toEqual([{ token: 'ana-1', subscriptions: 2 }]);
  await client.close();
});

test('a newer token of the same user keeps the socket', async () => {
  const { broker, client, settle } = createScene();
  broker.tokens.add('ana-2');
  const orders = collect(client.orderStream({ accountId }), cursor);
  await settle();
  client.setToken('ana-2');
  await settle();
  broker.publish();
  await settle();
  expect([orders.seen, broker.opens, broker.sockets[0]?.token]).toEqual([[cursorOf(1)], 1, 'ana-2']);
  await client.close();
});

test('another user and a sign-out get sockets of their own, to which public streams move', async () => {
  const { broker, client, settle } = createScene();
  broker.tokens.add('bia-1');
  const prices = collect(client.quoteStream({ tickers: ['PETR4'] }), last);
  await settle();
  for (const token of ['bia-1', undefined]) {
    client.setToken(token);
    await settle();
    expect(broker.sockets).toEqual([{ token, subscriptions: 1 }]);
  }
  broker.quote(1);
  await settle();
  expect(prices.seen).toEqual(['1.00']);
  await client.close();
});

test('a wrong token leaves the streams that run alone', async () => {
  const { broker, client, settle } = createScene({ token: undefined });
  const prices = collect(client.quoteStream({ tickers: ['PETR4'] }), last);
  await settle();
  client.setToken('nobody-1');
  const orders = collect(client.orderStream({ accountId }, { start: undefined }), cursor);
  await settle();
  broker.quote(1);
  await settle();
  expect(prices.seen).toEqual(['1.00']);
  expect(orders.error).toMatchObject({ code: 'UNAUTHENTICATED' });
  await client.close();
});

describe('a token that expires', () => {
  /** A client whose function gives the next token when the one before is refused. */
  const scene = () => {
    let number = 1;
    const asked: (string | undefined)[] = [];
    const token = async (refused?: string): Promise<string> => {
      asked.push(refused);
      if (refused === `ana-${number}`) {
        number += 1;
        at.broker.tokens.add(`ana-${number}`);
      }
      return `ana-${number}`;
    };
    const at = createScene({ token });
    return { ...at, asked };
  };

  test.each<[string, (broker: ReturnType<typeof scene>['broker']) => void]>([
    ['the server ends the stream', (broker) => broker.fail('UNAUTHENTICATED')],
    ['the server closes the socket with 4403', (broker) => broker.closeAll(4403, 'The token has expired.')],
    ['the server closes the socket with 4401', (broker) => broker.closeAll(4401)],
    ['the socket is lost', (broker) => broker.closeAll(1006)],
  ])('gives way to a new one when %s, and the stream goes on', async (_name, expire) => {
    const { broker, client, settle, pass } = scene();
    const orders = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.publish();
    await settle();
    broker.tokens.delete('ana-1');
    expire(broker);
    broker.publish();
    await pass(5_000);
    broker.publish();
    await settle();
    expect(orders.seen).toEqual([1, 2, 3].map(cursorOf));
    expect(broker.sockets[0]?.token).toBe('ana-2');
    await client.close();
  });

  test('ends the stream when the function has no other one', async () => {
    const { broker, client, settle } = createScene();
    const orders = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.tokens.clear();
    broker.fail('UNAUTHENTICATED');
    await settle();
    expect(orders.error).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test.each([{}, { data: { me: null } }])(
    'is renewed once for all requests that it fails: %o',
    async (data) => {
      const { broker, client, asked } = scene();
      const refusal = { ...data, errors: [{ message: 'expired', extensions: { code: 'UNAUTHENTICATED' } }] };
      broker.answer = async (_query, { headers }) => {
        const isNew = (headers as Record<string, string>)['authorization'] === 'Bearer ana-2';
        return Response.json(isNew ? { data: { me: { id: 'u' } } } : refusal);
      };
      const answers = await Promise.all([client.me(), client.me(), client.me()]);
      expect(answers.map(({ me }) => me?.id)).toEqual(['u', 'u', 'u']);
      expect(asked.filter((refused) => refused !== undefined)).toEqual(['ana-1']);
    },
  );
});

describe('a token function that hangs when the graph has refused the token before', () => {
  const scene = () => {
    let isHanging = true;
    const token = (refused?: string) => {
      if (refused === undefined) return 'ana-1';
      return isHanging ? new Promise<string>(() => undefined) : 'ana-2';
    };
    const at = createScene({ token, timeoutMs: 1_000 });
    const expire = (): void => {
      at.broker.tokens.clear();
      at.broker.tokens.add('ana-2');
      at.broker.fail('UNAUTHENTICATED');
    };
    return { ...at, expire, answer: () => (isHanging = false) };
  };

  test('runs again until it answers, and the stream goes on', async () => {
    const { broker, client, settle, pass, expire, answer } = scene();
    const orders = collect(client.orderStream({ accountId }), cursor);
    await settle();
    expire();
    broker.publish();
    await pass(30_000, 60);
    expect(orders.error).toBe(undefined);
    answer();
    await pass(15_000, 30);
    expect(orders.seen).toEqual([cursorOf(1)]);
    await client.close();
  });

  test('holds no stream up whose signal aborts', async () => {
    const { client, settle, expire } = scene();
    const controller = new AbortController();
    const orders = collect(client.orderStream({ accountId }, { signal: controller.signal }), cursor);
    await settle();
    expire();
    await settle();
    controller.abort();
    await settle();
    expect(orders).toMatchObject({ ended: true, error: undefined });
  });
});

test('a token function that hangs holds a socket up for timeoutMs, and runs again', async () => {
  let calls = 0;
  const token = () => ((calls += 1) < 3 ? new Promise<string>(() => undefined) : 'ana-1');
  const { broker, client, pass } = createScene({ token, timeoutMs: 1_000 });
  const prices = collect(client.quoteStream({ tickers: ['PETR4'] }), last);
  await pass(10_000, 40);
  broker.quote(1);
  await pass(100);
  expect(prices.seen).toEqual(['1.00']);
  await client.close();
});

test('a token function that fails runs again', async () => {
  let calls = 0;
  const token = async (): Promise<string> => {
    calls += 1;
    if (calls < 4) throw new Error('no network');
    return 'ana-1';
  };
  const { broker, client, pass } = createScene({ token });
  const prices = collect(client.quoteStream({ tickers: ['PETR4'] }), last);
  await pass(10_000);
  broker.quote(1);
  await pass(100);
  expect(prices.seen).toEqual(['1.00']);
  await client.close();
});
