import type { PoolConfig } from 'pg';
import { required } from '../config.ts';
import { createRemoteConnection, type RemoteConnection } from '../graphql/remote/connection.ts';
import { httpLimitsFromSettings, type HttpLimits, type HttpLimitSettings } from '../http/http-limits.ts';
import { startOperationsServer } from '../http/operations-server.ts';
import { createIdSource, type IdSource } from '../ids.ts';
import type { ProcessTools } from '../process/lifecycle.ts';
import type { Readiness } from '../process/part.ts';
import { createMetrics, type MetricsRegistry } from '../observability/metrics.ts';
import type { Cache } from '../ports/cache.ts';
import type { CommandQueue } from '../ports/command-queue.ts';
import type { EventLog } from '../ports/event-log.ts';
import { ensureDatabase } from '../postgres/migrate.ts';
import { parseDatabaseUrl } from '../postgres/url.ts';
import type { Calls, ContractShape } from '../rpc/local.ts';
import { createRemoteCalls } from '../rpc/remote.ts';
import type { Statements } from '../security/caller.ts';
import { createRequestSignatures, type RequestSignatures } from '../security/request-signatures.ts';
import { createStatements } from '../security/statements.ts';
import { startTelemetry, traceQueue } from '../observability/telemetry.ts';
import type { Tracing } from '../observability/tracing.ts';
import { waitFor } from '../retry/wait-for.ts';
import { readinessWithClock } from '../time/set-back.ts';

/** The settings that every process of the distributed profile has. Null: not set. */
export interface ServiceSettings extends HttpLimitSettings {
  readonly HOST: string;
  readonly PORT: number;
  readonly LOG_LEVEL: string;
  readonly METRICS_HOST: string;
  readonly METRICS_NAMES: readonly string[] | null;
  readonly METRICS_PORT: number;
  readonly INTERNAL_KEY: Uint8Array | null;
  readonly SUBGRAPH_KEY: Uint8Array | null;
  readonly DATABASE_URL: string | null;
  readonly RABBITMQ_URL: string | null;
  readonly KAFKA_BROKERS: readonly string[] | null;
  readonly REDIS_URL: string | null;
  readonly MONGODB_URL: string | null;
  readonly SERVERS_WAIT_MS: number;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string | null;
}

/** Opens the dependencies of a part in its own process, and closes them when the process stops. */
export interface ServiceKit<Settings> extends ProcessTools<Settings> {
  readonly ids: IdSource;
  readonly metrics: MetricsRegistry;
  readonly statements: Statements;
  readonly signatures: RequestSignatures;
  readonly tracing: Tracing;
  /** Settings of a database of the PostgreSQL server. Waits for the server; creates the database unless it exists. */
  readonly database: (name: string) => Promise<PoolConfig>;
  readonly queue: () => Promise<CommandQueue>;
  readonly eventLog: () => Promise<EventLog>;
  readonly cache: () => Promise<Cache>;
  /** Calls `open` with the URL of the MongoDB server. Waits for the server; the caller closes the result. */
  readonly mongo: <T>(open: (url: string) => Promise<T>) => Promise<T>;
  /** Calls to a part at a URL. They are RpcUnavailable until the part is up. */
  readonly callsTo: <C extends ContractShape>(
    contract: C,
    url: string,
    options?: { readonly timeoutMs?: number },
  ) => Calls<C>;
  /** A connection to a subgraph at a URL. It answers SERVICE_UNAVAILABLE until the subgraph is up. */
  readonly connectionTo: (subgraph: string, url: string) => RemoteConnection;
  readonly httpLimits: HttpLimits;
  /** Serves metrics and the detail of these checks until the process stops. Returns the URL. */
  readonly serveOperations: (readiness: () => Promise<readonly Readiness[]>) => Promise<string>;
  /** The server that the start waits for now; null for none. */
  readonly waitingFor: () => string | null;
}

interface Closable {
  close(): Promise<void>;
}

/** Creates the kit of a process. Throws SettingsError when INTERNAL_KEY is not set. */
export async function createServiceKit<Settings extends ServiceSettings>(
  name: string,
  tools: ProcessTools<Settings>,
): Promise<ServiceKit<Settings>> {
  const { settings, log, wallClock, onStop } = tools;
  const why = `${name} needs it`;
  const tracing = await startTracing(name, tools);
  const key = required('INTERNAL_KEY', settings.INTERNAL_KEY, 'all processes need the same key');
  const signatures = createRequestSignatures(key, wallClock);
  const [ids, metrics] = [createIdSource(wallClock), createMetrics({ defaults: true })];
  const httpLimits = httpLimitsFromSettings(settings);
  const { waitingFor, whileWaiting, waitUntil, waitMs } = createServerWait(tools);
  const closedOnStop = <T extends Closable>(what: string, client: T): T => {
    onStop(what, () => client.close());
    return client;
  };
  return {
    ...tools,
    ids,
    metrics,
    httpLimits,
    statements: createStatements(key, wallClock),
    signatures,
    tracing,
    database: async (database) => {
      const server = parseDatabaseUrl(required('DATABASE_URL', settings.DATABASE_URL, why));
      await waitUntil(`PostgreSQL at ${server.host}:${server.port}`, () => ensureDatabase(server, database));
      return { ...server, database };
    },
    queue: async () => {
      const url = required('RABBITMQ_URL', settings.RABBITMQ_URL, why);
      const { createRabbitQueue } = await import('../rabbitmq/queue.ts');
      const opening = whileWaiting('RabbitMQ', createRabbitQueue({ url, wallClock, log, waitMs }));
      return traceQueue(closedOnStop('RabbitMQ', await opening), tracing);
    },
    eventLog: async () => {
      const brokers = required('KAFKA_BROKERS', settings.KAFKA_BROKERS, why);
      const { createKafkaEventLog } = await import('../kafka/event-log.ts');
      const options = { brokers, clientId: name, wallClock, log, waitMs };
      return closedOnStop('Kafka', await whileWaiting('Kafka', createKafkaEventLog(options)));
    },
    cache: async () => {
      const url = required('REDIS_URL', settings.REDIS_URL, why);
      const { createRedisCache } = await import('../redis/cache.ts');
      const opening = whileWaiting('Redis', createRedisCache({ url, wallClock, log, waitMs }));
      return closedOnStop('Redis', await opening);
    },
    mongo: (open) => {
      const url = required('MONGODB_URL', settings.MONGODB_URL, why);
      return waitUntil(`MongoDB at ${hostOf(url)}`, () => open(url));
    },
    ...connectionsToParts(name, { signatures, wallClock, tracing, log, metrics }, closedOnStop),
    serveOperations: async (ofPart) => {
      const readiness = readinessWithClock(wallClock, ofPart);
      const options = { ...metricsAddress(settings), name, wallClock, ids, metrics, log, limits: httpLimits };
      return closedOnStop('metrics', await startOperationsServer({ ...options, readiness })).url;
    },
    waitingFor,
  };
}

const metricsAddress = ({ METRICS_HOST, METRICS_PORT, METRICS_NAMES }: ServiceSettings) => ({
  host: METRICS_HOST,
  port: METRICS_PORT,
  names: METRICS_NAMES ?? [],
});

/** The connections of a process to the others, which it signs. */
const connectionsToParts = (
  service: string,
  tools: Pick<ServiceKit<unknown>, 'signatures' | 'wallClock' | 'tracing' | 'log' | 'metrics'>,
  closedOnStop: <T extends Closable>(what: string, client: T) => T,
): Pick<ServiceKit<unknown>, 'callsTo' | 'connectionTo'> => ({
  callsTo: (contract, url, options = {}) => {
    const circuitClock = tools.wallClock;
    const remote = createRemoteCalls(contract, { ...tools, ...options, circuitClock, url, service });
    return closedOnStop(`calls to ${contract.service}`, remote).calls;
  },
  connectionTo: (subgraph, url) => {
    const sign = (body: string): string => tools.signatures.sign({ service, audience: subgraph, body });
    const remote = createRemoteConnection({ ...tools, name: subgraph, url, sign });
    return closedOnStop(`connection to ${subgraph}`, remote);
  },
});

async function startTracing(name: string, tools: ProcessTools<ServiceSettings>): Promise<Tracing> {
  const { settings, log, onStop } = tools;
  const { tracing, stop } = await startTelemetry(settings.OTEL_EXPORTER_OTLP_ENDPOINT, name, log);
  onStop('telemetry', stop);
  return tracing;
}

/** Waits for servers at the start, and names the one that it waits for now. */
function createServerWait({ settings, wallClock, report }: ProcessTools<ServiceSettings>) {
  const waitMs = settings.SERVERS_WAIT_MS;
  let waiting: string | null = null;
  const whileWaiting = async <T>(what: string, work: Promise<T>): Promise<T> => {
    waiting = `waiting for ${what}`;
    const result = await work;
    waiting = null;
    return result;
  };
  const waitUntil = <T>(what: string, attempt: () => Promise<T>): Promise<T> => {
    const options = { what, wallClock, deadlineMs: waitMs, onWaiting: report };
    return whileWaiting(what, waitFor(attempt, options));
  };
  return { waitingFor: () => waiting, whileWaiting, waitUntil, waitMs };
}

/** Host and port of a URL, without its user and password. */
const hostOf = (url: string): string => new URL(url).host;
