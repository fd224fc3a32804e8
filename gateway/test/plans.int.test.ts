import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdSource } from '#platform/ids.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createFederatedGateway } from '../core/gateway.ts';
import type { WorkKind } from '../core/hooks.ts';
import { openSocket, post } from './client.ts';
import { realSupergraph } from './real-supergraph.ts';
import { startTestGateway, type TestGateway } from './start.ts';

const PLANS = 3;
let at: TestGateway;
beforeAll(async () => {
  const policy = { capacity: PLANS, windowMs: 60_000 };
  const rates = [{ name: 'address-plans', work: 'plans' as const, scope: 'address' as const, policy }];
  at = await startTestGateway({ clients: { rates, limitsLoopback: true } });
});
afterAll(() => at.gateway.stop());

const distinct = (name: string): string => `query ${name} { walletIsUp }`;

test('only distinct operations count among the plans of a client, which queries and subscriptions share', async () => {
  for (let repeat = 0; repeat < 5; repeat += 1)
    for (const name of ['A', 'B']) expect((await post(at.url, { query: distinct(name) })).status).toBe(200);
  const client = await openSocket(at.url, {});
  client.subscribe('first', 'subscription { countdown(from: 1) }');
  client.subscribe('again', 'subscription { countdown(from: 1) }');
  for (const id of ['first', 'again'])
    expect((await client.frames(id, 1))[0]?.payload).toEqual({ data: { countdown: 1 } });

  const refused = await post(at.url, { query: distinct('C') });
  expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
  expect(refused.headers.get('retry-after')).toBe('20');
  client.subscribe('second', 'subscription { countdown(from: 2) }');
  expect((await client.frames('second', 1))[0]).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'RATE_LIMITED', retryAfterMs: 20_000 } }],
  });
  expect((await post(at.url, { query: distinct('A') })).status).toBe(200);

  at.clock.advance(20_000);
  expect((await post(at.url, { query: distinct('C') })).status).toBe(200);
});

test('a subscription whose planning is refused holds no place on its socket', async () => {
  const client = await openSocket(at.url, {});
  client.subscribe('1', 'subscription { countdown(from: 7) }');
  expect((await client.frames('1', 1))[0]?.type).toBe('error');
  const metrics = await at.metrics.text();
  expect(metrics).toContain('gateway_subscriptions 0');
});

test('the fields of an anonymous operation that need a caller are not planned', async () => {
  const work: WorkKind[] = [];
  const wallClock = createManualClock(0);
  const gateway = await createFederatedGateway({
    supergraphSdl: realSupergraph(),
    connect: ({ name }) => ({
      name,
      execute: async () => ({ data: {} }),
      subscribe: async () => ({ data: null }),
    }),
    hooks: {
      admit: ({ kind }) => {
        work.push(kind);
        return { retryAfterMs: null, quotas: [] };
      },
    },
    host: '127.0.0.1',
    port: 0,
    wallClock,
    ids: createIdSource(wallClock),
    random: () => 0,
    log: silentLog,
    metrics: createMetrics(),
  });
  try {
    const order = 'node(id: "ord_1") { id ... on Order { status account { name } } }';
    const refused = await post(gateway.url, {
      query: `{ me { id } ${order} account(id: "acc_1") { name } }`,
    });
    expect(refused.body.data).toEqual({ me: null, node: null, account: null });
    expect(refused.codes).toEqual(Array(3).fill('UNAUTHENTICATED'));
    expect(work).not.toContain('plan');
    await post(gateway.url, { query: '{ me { id } marketStatus { phase } }' });
    await post(gateway.url, { query: '{ marketStatus { phase } me { email } }' });
    expect(work.filter((kind) => kind === 'plan')).toHaveLength(1);
  } finally {
    await gateway.stop();
  }
});
