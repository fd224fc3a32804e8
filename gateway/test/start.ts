import { exportJWK, generateKeyPair } from 'jose';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import type { WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import type { HttpLimits } from '#platform/http/http-limits.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog, type Log } from '#platform/observability/log.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { createMetrics, type MetricsRegistry } from '#platform/observability/metrics.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createMemoryBuckets } from '#platform/rate-limits/memory-buckets.ts';
import type { Limits } from '../core/limits.ts';
import type { ClientLimits } from '../limits/limits-from-settings.ts';
import type { TrustedDocuments } from '../core/operations/trusted-documents.ts';
import { startGateway, type GatewayPart } from '../start.ts';
import {
  callsOf,
  createFakeIdentity,
  createTokenSigner,
  type FakeIdentity,
  type SignToken,
} from './fake-identity.ts';
import { createFixture, fixtureSupergraph, type Fixture } from './fixture-subgraphs.ts';

/** A gateway over fixture subgraphs, with its feeds, clock, keys and outages. */
export interface TestGateway {
  readonly gateway: GatewayPart;
  readonly url: string;
  readonly fixture: Fixture;
  readonly clock: ManualClock;
  readonly metrics: MetricsRegistry;
  readonly identity: FakeIdentity;
  readonly eventLog: EventLog;
  /** Subgraphs that do not answer. */
  readonly down: Set<string>;
  /** Number of requests that a subgraph has got, without those of subscriptions. */
  requestsTo(subgraph: string): number;
  /** Holds back the answers of a subgraph until they are released. */
  hold(subgraph: string): HeldAnswers;
  /** A token of the session `ses_USER`. */
  token(userId: string, lifetimeMs?: number): Promise<string>;
  readonly signedBy: SignToken;
}

export interface HeldAnswers {
  /** Number of requests that wait. */
  waiting(): number;
  release(): void;
}

export interface TestGatewayOptions {
  /** By default any free port. */
  readonly port?: number;
  readonly limits?: Partial<Limits>;
  readonly httpLimits?: Partial<HttpLimits>;
  readonly log?: Log;
  readonly clients?: Partial<ClientLimits>;
  readonly trustedDocuments?: TrustedDocuments;
  /** By default no document exists. */
  readonly documents?: WalletDocumentsRpc;
  /** By default a folder that does not exist. */
  readonly deskFolder?: string;
  /** The error of every call to identity while the gateway starts. By default identity answers. */
  readonly identityFailure?: Error;
  /** True: the gateway has no event log. */
  readonly hasNoEventLog?: boolean;
}

const NO_DOCUMENTS: WalletDocumentsRpc = {
  note: async () => ({ outcome: 'NOT_FOUND' }),
  yearPositions: async () => ({ outcome: 'NOT_FOUND' }),
};

const NO_CLIENT_LIMITS: ClientLimits = {
  rates: [],
  limitsLoopback: false,
  proxies: { proxies: [], header: 'x-forwarded-for' },
};

/** Starts a gateway on a free port. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const clock = createManualClock(Date.parse('2026-03-16T13:00:00Z'));
  const statements = createStatements(new Uint8Array(32), clock);
  const fixture = createFixture(statements);
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const identity = createFakeIdentity([{ ...(await exportJWK(pair.publicKey)), kid: 'key_1' }]);
  identity.failure = options.identityFailure ?? null;
  const eventLog = createMemoryEventLog();
  const down = new Set<string>();
  const held = new Map<string, (() => void)[]>();
  const requests = new Map<string, number>();
  const signedBy = createTokenSigner(clock);
  const metrics = createMetrics();
  const gateway = await startGateway({
    supergraphSdl: fixtureSupergraph(),
    connect: ({ name }) => {
      const subgraph = fixture.subgraphs.find((one) => one.name === name);
      if (!subgraph) throw new Error(`there are no fixtures of the subgraph "${name}"`);
      return breakable(subgraph, { down, held, requests });
    },
    identity: callsOf(identity),
    documents: options.documents ?? NO_DOCUMENTS,
    eventLog: options.hasNoEventLog ? null : eventLog,
    statements,
    wallClock: clock,
    ids: createIdSource(clock),
    random: () => 0,
    log: options.log ?? silentLog,
    metrics,
    deskFolder: options.deskFolder ?? 'none',
    clients: { ...NO_CLIENT_LIMITS, ...options.clients },
    // For few clients: room for as many as a broker has takes milliseconds to make.
    buckets: createMemoryBuckets(clock, 1_000),
    host: '127.0.0.1',
    port: options.port ?? 0,
    ...(options.limits && { limits: options.limits }),
    ...(options.httpLimits && { httpLimits: options.httpLimits }),
    ...(options.trustedDocuments && { trustedDocuments: options.trustedDocuments }),
  });
  const token = (userId: string, lifetimeMs?: number): Promise<string> =>
    signedBy(pair.privateKey, 'key_1', userId, lifetimeMs === undefined ? {} : { lifetimeMs });
  return {
    gateway,
    url: gateway.url,
    fixture,
    clock,
    metrics,
    identity,
    eventLog,
    down,
    requestsTo: (subgraph) => requests.get(subgraph) ?? 0,
    hold: (subgraph) => holdAnswers(held, subgraph),
    token,
    signedBy,
  };
}

function holdAnswers(held: Map<string, (() => void)[]>, subgraph: string): HeldAnswers {
  const waiting: (() => void)[] = [];
  held.set(subgraph, waiting);
  return {
    waiting: () => waiting.length,
    release: () => {
      held.delete(subgraph);
      for (const resume of waiting) resume();
    },
  };
}

interface Faults {
  readonly down: ReadonlySet<string>;
  readonly held: ReadonlyMap<string, (() => void)[]>;
  /** Counts the requests of each subgraph. */
  readonly requests: Map<string, number>;
}

function breakable(connection: SubgraphConnection, { down, held, requests }: Faults): SubgraphConnection {
  const check = (): void => {
    if (down.has(connection.name)) throw new Error('connect ECONNREFUSED');
  };
  const untilReleased = async (): Promise<void> => {
    const waiting = held.get(connection.name);
    if (waiting) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return {
    name: connection.name,
    execute: async (request) => {
      requests.set(connection.name, (requests.get(connection.name) ?? 0) + 1);
      check();
      await untilReleased();
      return connection.execute(request);
    },
    subscribe: async (request) => {
      check();
      await untilReleased();
      return connection.subscribe(request);
    },
  };
}

/** Resolves when the condition holds. Calls `meanwhile` between two checks. */
export async function until(
  condition: () => boolean,
  meanwhile: () => unknown = () => undefined,
): Promise<void> {
  while (!condition()) {
    meanwhile();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
