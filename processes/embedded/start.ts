import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { clientLimitsFromSettings, limitsFromSettings } from '#gateway/limits/limits-from-settings.ts';
import type { GatewayDependencies, GatewayPart } from '#gateway/start.ts';
import { readTrustedDocuments } from '#gateway/trusted-documents-file.ts';
import { takeLock } from '#platform/files/data-dir-lock.ts';
import { refusePortInUse } from '#platform/http/port.ts';
import { httpLimitsFromSettings } from '#platform/http/http-limits.ts';
import { startOperationsServer } from '#platform/http/operations-server.ts';
import { createHttpServer } from '#platform/http/server.ts';
import { createIdSource } from '#platform/ids.ts';
import type { ProcessTools } from '#platform/process/lifecycle.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { readinessOfParts } from '#platform/observability/readiness.ts';
import { createRandom } from '#platform/random.ts';
import { createMemoryBuckets } from '#platform/rate-limits/memory-buckets.ts';
import type { PasswordCost } from '#platform/security/hash-threads.ts';
import { DEFAULT_PASSWORD_COST } from '#platform/security/passwords.ts';
import { createRequestSignatures } from '#platform/security/request-signatures.ts';
import { createStatements } from '#platform/security/statements.ts';
import { readinessWithClock } from '#platform/time/set-back.ts';
import { startTelemetry } from '#platform/observability/telemetry.ts';
import type { Tracing } from '#platform/observability/tracing.ts';
import { dataLayout, openDataFolder, type DataLayout } from '../data-dir.ts';
import { guardData } from '../data-guard.ts';
import { directLinks, type PartLinks } from './part-links.ts';
import type { PartsEnvironment, StartedParts } from './parts.ts';
import { startEmbeddedServers } from './servers.ts';
import { noteRunning, type RunningNote } from '../running-note.ts';
import { loadOrMakeKey } from '../secrets.ts';
import type { Settings } from '../settings/load-settings.ts';

/** A started broker in one process. */
export interface EmbeddedBroker {
  /** URL of the desk; the graph is at /graphql, the playground at /playground. */
  readonly url: string;
  /** URL of the metrics of all parts. */
  readonly metricsUrl: string;
  readonly layout: DataLayout;
  /** True when this start created the data. */
  readonly isNew: boolean;
}

/** Dependencies that tests replace. */
export interface EmbeddedOptions {
  readonly links?: PartLinks;
  readonly passwordCost?: PasswordCost;
}

/** The composition root of the embedded profile: every part in this process, all data in one folder. */
export async function startEmbedded(
  tools: ProcessTools<Settings>,
  { links = directLinks, passwordCost = DEFAULT_PASSWORD_COST }: EmbeddedOptions = {},
): Promise<EmbeddedBroker> {
  const { settings, log, wallClock, onStop } = tools;
  const layout = dataLayout(settings.DATA_DIR);
  await refusePortInUse({ name: 'the gateway', host: settings.HOST, port: settings.PORT });
  await openDataFolder(layout);
  const lock = await takeLock(layout.lock, `the data folder ${settings.DATA_DIR}`);
  onStop('lock', lock.release);
  const guard = guardData(lock, layout.root, tools);
  const { key, isNew } = await loadOrMakeKey(layout.internalKey);
  const internalKey = settings.INTERNAL_KEY ?? key;
  const telemetry = await startTelemetry(settings.OTEL_EXPORTER_OTLP_ENDPOINT, 'my-broker-b3', log);
  onStop('telemetry', telemetry.stop);
  const metrics = createMetrics({ defaults: true });
  // The parts are most of the code: load them while PostgreSQL starts.
  const [servers, { startParts }, { startGateway }] = await Promise.all([
    startEmbeddedServers(layout, tools, { tracing: telemetry.tracing, metrics, guard }),
    import('./parts.ts'),
    import('#gateway/start.ts'),
  ]);
  const environment: PartsEnvironment = {
    settings,
    layout,
    servers,
    statements: createStatements(internalKey, wallClock),
    signatures: createRequestSignatures(internalKey, wallClock),
    ids: createIdSource(wallClock),
    metrics,
    links,
    passwordCost,
    tools: { ...tools, fail: guard.fail },
  };
  const started = await startParts(environment);
  const callsUrl = await serveCallsOfCommands(environment, started);
  const gateway = await startGateway(await gatewayDependencies(environment, started, telemetry.tracing));
  onStop('gateway', () => gateway.stop());
  const metricsUrl = await serveOperations(environment, gateway);
  await noteRunning(layout, onStop, { graph: gateway.url, metrics: metricsUrl, calls: allAt(callsUrl) });
  return { url: gateway.url, metricsUrl, layout, isNew };
}

async function gatewayDependencies(
  { settings, servers, statements, ids, metrics, links, tools }: PartsEnvironment,
  { parts, subgraphs, identity, documents }: StartedParts,
  tracing: Tracing,
): Promise<GatewayDependencies> {
  const { log, wallClock } = tools;
  const supergraphFile = path.resolve(import.meta.dirname, '../../gateway/generated/supergraph.graphql');
  return {
    supergraphSdl: await readFile(supergraphFile, 'utf8'),
    areSubgraphsRemote: false,
    connect: ({ name }) => {
      const subgraph = subgraphs.find((one) => one.name === name);
      if (!subgraph)
        throw new Error(`the supergraph has a subgraph "${name}" that is no part of this process`);
      return links.connection(subgraph);
    },
    identity: links.calls('identity', identity),
    documents: links.calls('wallet', documents),
    eventLog: servers.eventLog,
    statements,
    wallClock,
    ids,
    random: createRandom(wallClock.nowMs()),
    log,
    metrics,
    host: settings.HOST,
    port: settings.PORT,
    httpLimits: httpLimitsFromSettings(settings),
    limits: limitsFromSettings(settings),
    trustedDocuments: await readTrustedDocuments(settings.TRUSTED_DOCUMENTS),
    deskFolder: path.resolve(import.meta.dirname, '../../.cache/desk'),
    clients: clientLimitsFromSettings(settings),
    buckets: createMemoryBuckets(wallClock),
    tracing,
    readiness: readinessWithClock(wallClock, () => readinessOfParts(parts)),
  };
}

/** Serves the parts' calls to commands of this machine that hold the key: on the loopback address, at any free port. */
async function serveCallsOfCommands(
  { signatures, ids, metrics, tools }: PartsEnvironment,
  { answers }: StartedParts,
): Promise<string> {
  const { log, wallClock, onStop } = tools;
  const server = createHttpServer({
    name: 'calls',
    host: '127.0.0.1',
    port: 0,
    bodyLimitBytes: 1_048_576,
    readiness: async () => [],
    wallClock,
    ids,
    log,
    metrics,
  });
  for (const answer of answers) answer(server.app, signatures, log);
  const { url } = await server.listen();
  onStop('calls', () => server.close());
  return url;
}

/** Serves metrics and health of all parts on one port. */
async function serveOperations(
  { settings, ids, metrics, tools }: PartsEnvironment,
  { readiness }: Pick<GatewayPart, 'readiness'>,
): Promise<string> {
  const { log, wallClock, onStop } = tools;
  const server = await startOperationsServer({
    name: 'the broker',
    host: settings.METRICS_HOST,
    port: settings.METRICS_PORT,
    names: settings.METRICS_NAMES ?? [],
    limits: httpLimitsFromSettings(settings),
    readiness,
    wallClock,
    ids,
    log,
    metrics,
  });
  onStop('metrics', () => server.close());
  return `${server.url}/metrics`;
}

/** In the embedded profile one server answers the calls of all parts. */
const allAt = (url: string): RunningNote['calls'] => ({
  identity: url,
  assets: url,
  wallet: url,
  orders: url,
  engines: [[url]],
});
