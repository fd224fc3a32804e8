import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Limits } from '../core/limits.ts';
import type { Rate } from '../limits/rates.ts';
import { openSocket, post } from './client.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

/** Limits of the operations of one client over all its connections. */

const QUERY = { query: '{ asset(ticker: "PETR4") { name } }' };

async function start(limits: Partial<Limits> = {}, rates: readonly Rate[] = []): Promise<TestGateway> {
  const at = await startTestGateway({ limits, clients: { limitsLoopback: true, rates } });
  onTestFinished(() => at.gateway.stop());
  return at;
}

const request = (body: object): string => {
  const text = JSON.stringify(body);
  return `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
};

async function connectTo({ url }: TestGateway): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined).resume();
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

describe('the operations of a client', () => {
  test('wait over HTTP beyond the limit, and get 429 when too many wait', async () => {
    const at = await start({ operationsPerClient: 2 });
    const query = 'query($t: Ticker!) { asset(ticker: $t) { name } }';
    await post(at.url, { query, variables: { t: 'PETR4' } });
    const held = at.hold('assets');
    // Each with a ticker of its own: equal ones that begin together are one request to the subgraph.
    const answers = Array.from({ length: 45 }, (_, number) =>
      post(at.url, { query, variables: { t: `TICK${number}` } }),
    );
    let refusals = 0;
    for (const answer of answers) void answer.then(({ status }) => (refusals += status === 429 ? 1 : 0));
    const refused = await Promise.race(answers);
    await until(() => refusals === 3);
    expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(held.waiting()).toBe(2);
    held.release();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    expect(statuses.filter((status) => status === 200)).toHaveLength(42);
  });

  test('count over sockets and HTTP together, and not for another user', async () => {
    const at = await start({ operationsPerClient: 1 });
    const authorization = `Bearer ${await at.token('ana')}`;
    const other = { authorization: `Bearer ${await at.token('bia')}` };
    await post(at.url, QUERY);
    const held = at.hold('assets');
    const socket = await openSocket(at.url, { authorization });
    socket.subscribe('1', QUERY.query);
    await until(() => held.waiting() === 1);
    const waiting = post(at.url, QUERY, { authorization });
    const ofOther = post(at.url, QUERY, other);
    await until(() => held.waiting() === 2);
    held.release();
    expect([(await waiting).status, (await ofOther).status]).toEqual([200, 200]);
  });

  test('do not run when their connection is gone before it is their turn', async () => {
    const at = await start({ operationsPerClient: 1 });
    await post(at.url, QUERY);
    const held = at.hold('assets');
    const [first, second] = [await connectTo(at), await connectTo(at)];
    first.write(request(QUERY));
    await until(() => held.waiting() === 1);
    second.write(request(QUERY));
    await once(second.end(), 'close');
    const third = post(at.url, QUERY);
    held.release();
    await third;
    expect(at.requestsTo('assets')).toBe(3);
  });

  test('do not run when they came ahead of the one for which their connection was ended', async () => {
    const at = await start();
    await post(at.url, QUERY);
    const before = at.requestsTo('assets');
    const socket = await connectTo(at);
    socket.write(request(QUERY).repeat(50));
    await once(socket, 'close');
    await post(at.url, QUERY);
    expect(at.requestsTo('assets') - before).toBeLessThanOrEqual(3);
  });
});

describe('a document that is not valid', () => {
  const plans: Rate = {
    name: 'address-plans',
    work: 'plans',
    scope: 'address',
    policy: { capacity: 3, windowMs: 60_000 },
  };
  const requests: Rate = {
    name: 'address-requests',
    work: 'requests',
    scope: 'address',
    policy: { capacity: 50, windowMs: 10_000 },
  };
  const invalid = (number: number): string =>
    number % 2 === 0 ? `{ unknown${number} }` : `{ asset(ticker: "X${number}") { `;

  test('counts among the plans of its client over HTTP and sockets, and is not read beyond them', async () => {
    const at = await start({}, [requests, plans]);
    await post(at.url, QUERY);
    const codes = [];
    for (let number = 0; number < 3; number += 1)
      codes.push(...(await post(at.url, { query: invalid(number) })).codes);
    expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'RATE_LIMITED']);
    const refused = await post(at.url, { query: invalid(3) });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit')).toBe('"address-plans";r=0;t=60');
    expect(refused.headers.get('ratelimit-policy')).toBe('"address-plans";q=3;w=60');
    const socket = await openSocket(at.url, {});
    socket.subscribe('1', invalid(4));
    expect((await socket.frames('1', 1))[0]).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect((await post(at.url, QUERY)).status).toBe(200);
  });
});

test('429 for a plan that is not admitted names the quota of plans alone', async () => {
  const rate = (name: string, work: Rate['work'], capacity: number): Rate => ({
    name,
    work,
    scope: 'address',
    policy: { capacity, windowMs: 60_000 },
  });
  const at = await start({}, [rate('requests', 'requests', 9), rate('plans', 'plans', 1)]);
  // The document stays valid and cached; its second operation needs a plan of its own.
  const query = 'query A { walletIsUp } query B { asset(ticker: "PETR4") { name } }';
  expect((await post(at.url, { query, operationName: 'A' })).status).toBe(200);
  const refused = await post(at.url, { query, operationName: 'B' });
  expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
  expect(refused.headers.get('ratelimit')).toBe('"plans";r=0;t=60');
  expect(refused.headers.get('retry-after')).toBe('60');
});
