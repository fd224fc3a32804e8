import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { startGateway, type GatewayPart } from '#gateway/start.ts';
import { openSocket, type TestSocket } from '#gateway/test/client.ts';
import { codesOf } from '#gateway/test/subscription-events.ts';
import { startIdentity, type IdentityPart } from '#identity/start.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import { createIdSource } from '#platform/ids.ts';
import { createKafkaEventLog } from '#platform/kafka/event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createMemoryBuckets } from '#platform/rate-limits/memory-buckets.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createPushStream } from '#platform/streams/push-stream.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { post } from '../e2e/support/raw.ts';

/** Identity and two gateways, which have nothing in common but Kafka and the calls to identity. */

const clock = createWallClock();
const statements = createStatements(new Uint8Array(32), clock);
const ids = createIdSource(clock);
const common = { statements, wallClock: clock, ids, log: silentLog };
const SUPERGRAPH = readFileSync('gateway/generated/supergraph.graphql', 'utf8');
const ORDERS = 'subscription { orders(accountId: "acc_1") { cursor } }';

/** A subgraph whose streams stay open and silent. */
const silentSubgraph = (name: string): SubgraphConnection => ({
  name,
  execute: async () => ({ data: {} }),
  subscribe: async () =>
    createPushStream<never>({
      maxWaiting: 1,
      onOverflow: () => new Error('no event is expected'),
      onReturn: () => undefined,
    }).values,
});

describeWithServer('a revocation over Kafka', 'KAFKA_BROKERS', (addresses) => {
  const logs: EventLog[] = [];
  let identity: IdentityPart;
  let first: GatewayPart;
  let second: GatewayPart;

  const openLog = async (clientId: string): Promise<EventLog> => {
    const options = { brokers: addresses.split(','), clientId, wallClock: clock, log: silentLog };
    const log = await createKafkaEventLog(options);
    logs.push(log);
    return log;
  };
  const openGateway = async (name: string): Promise<GatewayPart> =>
    startGateway({
      deskFolder: 'none',
      ...common,
      supergraphSdl: SUPERGRAPH,
      connect: ({ name: subgraph }) =>
        subgraph === 'identity' ? identity.subgraph : silentSubgraph(subgraph),
      identity: identity.calls,
      documents: {} as WalletDocumentsRpc,
      eventLog: await openLog(name),
      random: () => 0,
      metrics: createMetrics(),
      clients: {
        rates: [],
        limitsLoopback: false,
        proxies: { proxies: [], header: 'x-forwarded-for' },
      },
      buckets: createMemoryBuckets(clock),
      host: '127.0.0.1',
      port: 0,
    });
  /** An operation through the first gateway. */
  const run = async (query: string, token?: string) => {
    const { body } = await post(`${first.url}/graphql`, query, token === undefined ? {} : { token });
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data ?? {};
  };
  /** Opens a private stream at the second gateway. Resolves once it is open. */
  const openStream = async (credential: string): Promise<TestSocket> => {
    const socket = await openSocket(second.url, { authorization: `Bearer ${credential}` });
    socket.subscribe('mine', ORDERS);
    // Messages are handled in order.
    socket.subscribe('after', '{ __typename }');
    await socket.frames('after', 2);
    expect(socket.received.filter(({ id }) => id === 'mine')).toEqual([]);
    return socket;
  };
  /** The time until the stream has ended, in milliseconds. */
  const endOf = async (socket: TestSocket, sinceMs: number): Promise<number> => {
    const [end] = await socket.frames('mine', 1);
    expect([end?.type, codesOf(end)]).toEqual(['error', ['UNAUTHENTICATED']]);
    return clock.nowMs() - sinceMs;
  };

  beforeAll(async () => {
    identity = await startIdentity({
      ...common,
      database: await createTestDatabase('identity'),
      eventLog: await openLog('identity'),
      wallet: { openMainAccount: async () => ({ accountId: 'acc_1' }) } as unknown as WalletRpc,
      limitsLoopback: false,
      concurrentHashes: 1,
      passwordCost: { logN: 4, r: 8, p: 1 },
    });
    [first, second] = await Promise.all([openGateway('gateway-1'), openGateway('gateway-2')]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([first.stop(), second.stop()]);
    await identity.stop();
    await Promise.all(logs.map((log) => log.close()));
  });

  test('ends private streams at another gateway within a second', async () => {
    const SESSION = '... on Session { token } ... on Refusal { rule }';
    const user = `email: "ana-${ids('e')}@example.com", password: "correct horse battery"`;
    const { signUp } = await run(`mutation { signUp(input: { ${user}, name: "Ana" }) { ${SESSION} } }`);
    const { token } = signUp as { token: string };
    const { signIn } = await run(`mutation { signIn(input: { ${user} }) { ${SESSION} } }`);
    const other = (signIn as { token: string }).token;
    const create = `createApiKey(input: { name: "bot", scopes: [READ] })`;
    const created = await run(`mutation { ${create} { ... on NewApiKey { secret apiKey { id } } } }`, token);
    const { secret, apiKey } = created['createApiKey'] as { secret: string; apiKey: { id: string } };
    const [ofKey, ofSession, ofOther] = await Promise.all([secret, token, other].map(openStream));
    if (!ofKey || !ofSession || !ofOther) throw new Error('no streams');

    const revokedMs = clock.nowMs();
    await run(`mutation { revokeApiKey(id: "${apiKey.id}") }`, token);
    const keyMs = await endOf(ofKey, revokedMs);
    expect(ofSession.received.some(({ id }) => id === 'mine')).toBe(false);

    const signedOutMs = clock.nowMs();
    await run('mutation { signOut(everywhere: true) }', token);
    const sessionMs = await Promise.all([endOf(ofSession, signedOutMs), endOf(ofOther, signedOutMs)]);

    expect(await post(`${second.url}/graphql`, '{ me { id } }', { token: other })).toMatchObject({
      status: 401,
    });
    // A busy machine delays one of them; without Kafka, all take up to a minute.
    expect(Math.min(keyMs, ...sessionMs)).toBeLessThan(1_000);
  });
});
