import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Rate } from '../limits/rates.ts';
import { openSocket, post } from './client.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

const QUERY = { query: '{ walletIsUp }' };
const rate = (
  name: string,
  work: Rate['work'],
  scope: Rate['scope'],
  capacity: number,
  windowMs = 10_000,
): Rate => ({ name, work, scope, policy: { capacity, windowMs } });

let at: TestGateway;
afterEach(() => at.gateway.stop());

const start = async (...rates: Rate[]): Promise<void> => {
  at = await startTestGateway({ clients: { rates, limitsLoopback: true } });
};
const authorization = async (userId: string) => ({ authorization: `Bearer ${await at.token(userId)}` });
const headersOf = (headers: Headers) =>
  Object.fromEntries(
    ['retry-after', 'ratelimit-policy', 'ratelimit'].map((name) => [name, headers.get(name)]),
  );

describe('over HTTP', () => {
  test('an answer has the quotas of the request', async () => {
    await start(rate('address-requests', 'requests', 'address', 20), rate('user', 'requests', 'user', 5));
    const answer = await post(at.url, QUERY, await authorization('ana'));
    expect(answer.status).toBe(200);
    expect(headersOf(answer.headers)).toEqual({
      'retry-after': null,
      'ratelimit-policy': '"address-requests";q=20;w=10, "user";q=5;w=10',
      ratelimit: '"address-requests";r=19;t=1, "user";r=4;t=2',
    });
  });

  test('a request above the rate gets 429 with the time to wait, in header fields and extensions', async () => {
    await start(rate('user-requests', 'requests', 'user', 2));
    const ana = await authorization('ana');
    await post(at.url, QUERY, ana);
    await post(at.url, QUERY, ana);
    const refused = await post(at.url, QUERY, ana);
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      errors: [
        {
          message: 'Too many requests. Try again in 5 s.',
          extensions: {
            code: 'RATE_LIMITED',
            retryAfterMs: 5_000,
            rateLimits: [
              { policy: 'user-requests', limit: 2, windowSeconds: 10, remaining: 0, resetSeconds: 10 },
            ],
          },
        },
      ],
    });
    expect(headersOf(refused.headers)).toEqual({
      'retry-after': '5',
      'ratelimit-policy': '"user-requests";q=2;w=10',
      ratelimit: '"user-requests";r=0;t=10',
    });
    expect((await post(at.url, QUERY, await authorization('bia'))).status).toBe(200);
    at.clock.advance(5_000);
    expect((await post(at.url, QUERY, ana)).status).toBe(200);
  });

  test('is refused before its body is read', async () => {
    await start(rate('address-requests', 'requests', 'address', 1));
    await post(at.url, QUERY);
    expect((await post(at.url, 'x'.repeat(200_000))).status).toBe(429);
  });

  test('an API key is not looked up beyond the rate of the address', async () => {
    await start(rate('address-requests', 'requests', 'address', 1));
    const unknown = (letter: string) => ({ authorization: `Bearer mbb3_${letter.repeat(43)}` });
    expect((await post(at.url, QUERY, unknown('a'))).status).toBe(401);
    expect((await post(at.url, QUERY, unknown('b'))).status).toBe(429);
    expect(at.identity.apiKeyCalls).toBe(1);
  });

  test('a forged token counts for the address', async () => {
    await start(rate('address-requests', 'requests', 'address', 2));
    const forged = { authorization: 'Bearer forged' };
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await post(at.url, QUERY, forged)).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  test('an operation above its own rate does not run', async () => {
    await start(rate('address-sign-ins', 'signIns', 'address', 1));
    const signIn = { query: 'mutation { signIn(email: "ana") { token } }' };
    const first = await post(at.url, signIn);
    expect(first.headers.get('ratelimit')).toBe('"address-sign-ins";r=0;t=10');
    expect((await post(at.url, signIn)).codes).toEqual(['RATE_LIMITED']);
    expect((await post(at.url, QUERY)).status).toBe(200);
  });

  test('the answers to a client that is refused again and again are held', async () => {
    await start(rate('address-requests', 'requests', 'address', 1, 1_000_000_000));
    const statuses = [];
    for (let count = 0; count < 21; count += 1) statuses.push((await post(at.url, QUERY)).status);
    expect(statuses).toEqual([200, ...Array.from({ length: 20 }, () => 429)]);
    let answered: number | null = null;
    void post(at.url, QUERY).then(({ status }) => (answered = status));
    for (let count = 0; count < 5; count += 1) await fetch(`${at.url}/health/live`);
    expect(answered).toBeNull();
    await until(
      () => answered === 429,
      () => at.clock.advance(100),
    );
  });

  test('pages may read the header fields', async () => {
    await start();
    const { headers } = await post(at.url, QUERY, { origin: 'https://desk.example' });
    expect(headers.get('access-control-expose-headers')).toContain('ratelimit-policy, ratelimit');
  });
});

describe('over a socket', () => {
  test('an operation above the rate gets an error with the same data, and the socket stays', async () => {
    await start(rate('user-requests', 'requests', 'user', 2));
    const client = await openSocket(at.url, await authorization('ana'));
    for (const id of ['1', '2', '3']) client.subscribe(id, QUERY.query);
    const [refused] = await client.frames('3', 1);
    expect(refused).toMatchObject({
      type: 'error',
      payload: [
        {
          extensions: {
            code: 'RATE_LIMITED',
            retryAfterMs: 5_000,
            rateLimits: [{ policy: 'user-requests' }],
          },
        },
      ],
    });
    at.clock.advance(5_000);
    client.subscribe('4', QUERY.query);
    expect((await client.frames('4', 1))[0]?.type).toBe('next');
  });

  test('an upgrade above the rate gets 429', async () => {
    await start(rate('address-requests', 'requests', 'address', 1, 60_000));
    await openSocket(at.url, {});
    const socket = new WebSocket(`${at.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(429);
    expect(response.headers).toMatchObject({
      'retry-after': '60',
      'ratelimit-policy': '"address-requests";q=1;w=60',
    });
  });
});

describe('behind a proxy', () => {
  const startBehind = async (proxies: readonly string[]): Promise<void> => {
    const rates = [rate('address-requests', 'requests', 'address', 1)];
    const clients = { rates, proxies: { proxies, header: 'x-forwarded-for' as const } };
    at = await startTestGateway({ clients });
  };
  const statusFor = async (address: string): Promise<number> =>
    (await post(at.url, QUERY, { 'x-forwarded-for': address })).status;

  test('clients are limited by the address that the trusted proxy appended', async () => {
    await startBehind(['127.0.0.1']);
    expect([await statusFor('198.51.100.1'), await statusFor('198.51.100.2')]).toEqual([200, 200]);
    expect([await statusFor('198.51.100.1'), await statusFor('9.9.9.9, 198.51.100.1')]).toEqual([429, 429]);
  });

  test('the header field of any other peer is ignored', async () => {
    await startBehind(['10.0.0.0/8']);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push(await statusFor('198.51.100.1'));
    // The address of the connection is loopback, which is not limited here.
    expect(statuses).toEqual([200, 200, 200]);
  });
});
