import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '#platform/http/server.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { MetricsRegistry } from '#platform/observability/metrics.ts';
import { readinessOf, type ReadinessChecks } from '#platform/observability/readiness.ts';
import type { Part, Readiness } from '#platform/process/part.ts';
import type { Random } from '#platform/random.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { Tracing } from '#platform/observability/tracing.ts';
import { createTokenVerifier } from './auth/verifier.ts';
import { createFederationEngine } from './federation/engine.ts';
import { createOperationServer } from './federation/operation-server.ts';
import { loadSupergraph } from './federation/supergraph.ts';
import { addGraphqlRoute } from './http/graphql-route.ts';
import { DEFAULT_LIMITS, type Limits } from './limits/limits.ts';
import { createGatewayMetrics, registerGauges } from './metrics.ts';
import { createDocumentCheck } from './operations/document.ts';
import { createPipeline } from './operations/pipeline.ts';
import { addPlayground } from './playground/routes.ts';
import { createHub } from './subscriptions/hub.ts';
import { createSubscriptionPlanner } from './subscriptions/plan.ts';
import { createProtocol } from './ws/protocol.ts';
import { attachSockets } from './ws/sockets.ts';

export interface GatewayDependencies {
  /** SDL of the composed supergraph. */
  readonly supergraphSdl: string;
  /** One connection per subgraph of the supergraph, local or remote. */
  readonly connections: readonly SubgraphConnection[];
  readonly identity: IdentityRpc;
  readonly statements: Statements;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  /** For the jitter of delays. */
  readonly random: Random;
  readonly log: Log;
  readonly metrics: MetricsRegistry;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly limits?: Partial<Limits>;
  readonly tracing?: Tracing;
  /** Further checks behind `/health/ready`; on the embedded profile those of the other parts. */
  readonly readiness?: () => Promise<readonly Readiness[]>;
}

export interface GatewayPart extends Part {
  /** Base URL: the playground is at `/`, the graph at `/graphql`. */
  readonly url: string;
}

/**
 * Starts the gateway: the graph over HTTP and WebSocket, the playground, health and metrics, on one port.
 *
 * A query or mutation passes http/graphql-route.ts or ws/protocol.ts, then auth/, operations/ (check, limits, variables)
 * and federation/ (plan, execute). A subscription passes ws/protocol.ts, then subscriptions/hub.ts.
 */
export async function startGateway(dependencies: GatewayDependencies): Promise<GatewayPart> {
  const { connections, statements, wallClock, ids, random, metrics } = dependencies;
  const log = dependencies.log.child({ part: 'gateway' });
  const limits: Limits = { ...DEFAULT_LIMITS, ...dependencies.limits };
  const engine = createFederationEngine(loadSupergraph(dependencies.supergraphSdl), connections, log);
  const server = await createOperationServer(engine, log);
  const hub = createHub({ engine, statements, wallClock, ids, random, log });
  const verify = createTokenVerifier(dependencies.identity, wallClock);
  const gatewayMetrics = createGatewayMetrics(metrics);
  const { apiSchema } = engine.supergraph;
  const pipeline = createPipeline({
    engine,
    server,
    check: createDocumentCheck(apiSchema, limits),
    statements,
    wallClock,
    metrics: gatewayMetrics,
    log,
  });
  const readiness = async (): Promise<readonly Readiness[]> => [
    ...(await readinessOf(subgraphChecks(connections, ids))),
    ...((await dependencies.readiness?.()) ?? []),
  ];
  const http = createGatewayServer(dependencies, { readiness, log, bodyLimitBytes: limits.bodyBytes });
  addGraphqlRoute(http.app, { pipeline, verify, log });
  addPlayground(http.app);
  const protocol = createProtocol({
    schema: apiSchema,
    pipeline,
    planSubscription: createSubscriptionPlanner(engine),
    hub,
    verify,
    limits,
    metrics: gatewayMetrics,
    wallClock,
    ids,
    log,
  });
  const sockets = attachSockets({ server: http, protocol, limits, wallClock, log });
  registerGauges(metrics, {
    sockets: () => sockets.open,
    subscriptions: () => sockets.subscriptions,
    upstreams: () => hub.streams,
  });
  const { url } = await http.listen();
  return {
    name: 'gateway',
    url,
    readiness,
    stop: async () => {
      hub.close();
      await sockets.close();
      await http.close();
      await server.stop();
    },
  };
}

function createGatewayServer(
  { host, port, wallClock, ids, metrics, tracing }: GatewayDependencies,
  settings: Pick<HttpServerOptions, 'readiness' | 'log' | 'bodyLimitBytes'>,
): HttpServer {
  const tracingOption = tracing && { tracing };
  return createHttpServer({
    name: 'gateway',
    host,
    port,
    wallClock,
    ids,
    metrics,
    ...tracingOption,
    ...settings,
  });
}

/** Checks that each subgraph answers the smallest query. */
const subgraphChecks = (connections: readonly SubgraphConnection[], ids: IdSource): ReadinessChecks =>
  Object.fromEntries(
    connections.map((connection) => [
      `subgraph ${connection.name}`,
      async () => {
        const { errors } = await connection.execute({ query: '{ __typename }', correlationId: ids('req') });
        const [error] = errors ?? [];
        if (error) throw new Error(error.message);
      },
    ]),
  );
