import type { FastifyInstance } from 'fastify';
import { createRemoteConnection } from '#platform/graphql/remote/connection.ts';
import type { HttpLimits } from '#platform/http/http-limits.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '#platform/http/server.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { MetricsRegistry } from '#platform/observability/metrics.ts';
import { readinessOf, type ReadinessChecks } from '#platform/observability/readiness.ts';
import type { Tracing } from '#platform/observability/tracing.ts';
import type { Readiness } from '#platform/process/part.ts';
import type { Random } from '#platform/random.ts';
import type { Clock } from '#platform/time/clock.ts';
import { measureAdmission } from './admission.ts';
import { createConnections, type Connect } from './connections.ts';
import { createErrorPresenter } from './errors.ts';
import { createCurrentGraph, type CurrentGraph } from './current-graph.ts';
import type { Graph } from './graph.ts';
import { DEFAULT_HOOKS, type GatewayHooks } from './hooks.ts';
import { createArrive, type Arrive } from './http/arrival.ts';
import { addGraphqlRoute } from './http/graphql-route.ts';
import { parseLargeBodiesInTurn } from './http/large-bodies.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { createGatewayMetrics, registerGauges } from './metrics.ts';
import type { TrustedDocuments } from './operations/trusted-documents.ts';
import { createArrivalTurns } from './turns/arrival-turns.ts';
import { createDeliveryPace } from './turns/delivery-pace.ts';
import { createRefusals } from './turns/refusals.ts';
import { createUpstreamPlaces, type UpstreamPlaces } from './subscriptions/upstreams/upstream-places.ts';
import { createStreamTurns } from './turns/streams/stream-turns.ts';
import { createOperationTurns } from './turns/operation-turns.ts';
import { createStreams } from './sse/streams.ts';
import { createClientSpace } from './sessions/client-space.ts';
import { createProtocol } from './ws/protocol.ts';
import { attachSockets } from './ws/sockets.ts';

export interface FederatedGatewayOptions {
  /** SDL of the composed supergraph. */
  readonly supergraphSdl: string;
  /** By default over HTTP and graphql-transport-ws, at the address that the supergraph has. */
  readonly connect?: Connect;
  /** Whether subgraphs are other processes. Default: yes. */
  readonly areSubgraphsRemote?: boolean;
  readonly hooks?: Partial<GatewayHooks>;
  readonly limits?: Partial<Limits>;
  /** The only documents that run; by default any may. */
  readonly trustedDocuments?: TrustedDocuments | null;
  readonly httpLimits?: Partial<HttpLimits>;
  /** Whether the number of connections of a peer's address is limited. Default: as `hooks.limitsAddress`. */
  readonly limitsConnections?: (address: string) => boolean;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  /** For the jitter of delays. */
  readonly random: Random;
  readonly log: Log;
  readonly metrics: MetricsRegistry;
  readonly tracing?: Tracing;
  /** Further checks behind `/health/ready`. */
  readonly readiness?: () => Promise<readonly Readiness[]>;
  /** Path of the page to which a browser is led that opens the graph's address; default: none. */
  readonly page?: string;
  /**
   * Adds routes beside the graph's.
   *
   * @param arrive admits and authenticates their requests as those of the graph
   */
  readonly routes?: (app: FastifyInstance, arrive: Arrive) => void;
}

/** A running gateway: the graph at `/graphql`, over HTTP and WebSocket. */
export interface FederatedGateway {
  /** The base URL. */
  readonly url: string;
  readiness(): Promise<readonly Readiness[]>;
  readonly reload: CurrentGraph['reload'];
  stop(): Promise<void>;
}

/**
 * Starts a gateway over any subgraphs: queries, mutations, federated subscriptions and health on one port. The owner serves
 * `metrics`.
 *
 * A query or mutation passes http/graphql-route.ts or ws/protocol.ts, then operations/ (check, limits, variables) and
 * federation/ (plan, execute). A subscription passes ws/protocol.ts, then subscriptions/hub.ts;
 * over HTTP it passes sse/streams.ts.
 */
export async function createFederatedGateway(options: FederatedGatewayOptions): Promise<FederatedGateway> {
  const { wallClock, ids, random, log, metrics } = options;
  const gatewayMetrics = createGatewayMetrics(metrics);
  const givenHooks: GatewayHooks = { ...DEFAULT_HOOKS, ...options.hooks };
  const hooks: GatewayHooks = { ...givenHooks, admit: measureAdmission(givenHooks.admit, gatewayMetrics) };
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const presentError = createErrorPresenter(hooks);
  const connections = createConnections(options.connect ?? remoteSubgraphs(options), wallClock, log);
  const { trustedDocuments = null, page = null, areSubgraphsRemote = true } = options;
  const common = { hooks, limits, presentError, metrics: gatewayMetrics, wallClock, ids, random, log };
  const upstreams = upstreamPlaces(hooks, limits);
  const deliveryPace = createDeliveryPace();
  const current = await createCurrentGraph(options.supergraphSdl, {
    ...common,
    trustedDocuments,
    upstreams,
    turns: createOperationTurns({ ...hooks, limits, wallClock, areSubgraphsRemote }),
    ...createStreamTurns(wallClock),
    deliveryPace,
    connections,
  });
  const graph = current.now;
  const readiness = async (): Promise<readonly Readiness[]> => [
    ...(await readinessOf(subgraphChecks(graph(), ids))),
    ...((await options.readiness?.()) ?? []),
  ];
  const arrivals = createArrivalTurns(hooks, wallClock);
  const limitsAddress = options.limitsConnections ?? hooks.limitsAddress;
  const http = createServer(options, {
    readiness,
    log,
    bodyLimitBytes: limits.bodyBytes,
    limitsAddress,
    arrivals: arrivals.ofRequest,
  });
  const refusals = createRefusals(wallClock, hooks.limitsAddress);
  const arrive = createArrive({ ...hooks, refusals });
  const space = createClientSpace(hooks, limits, wallClock, deliveryPace);
  const clients = { ...common, ...hooks, ...space, graph, refusals };
  const streams = createStreams({ ...clients, stillMs: http.limits.stillMs });
  parseLargeBodiesInTurn(http.app, hooks, wallClock);
  addGraphqlRoute(http.app, { ...hooks, ...space, graph, arrive, refusals, streams, page });
  options.routes?.(http.app, arrive);
  const sockets = attachSockets({ ...clients, server: http, protocol: createProtocol(clients), arrivals });
  registerGauges(metrics, { ...space, sockets, streams, upstreams, waitingBytes: clients.total });
  const { url } = await http.listen();
  return {
    url,
    readiness,
    reload: current.reload,
    stop: async () => {
      graph().hub.close();
      streams.close();
      await sockets.close();
      await http.close();
      await graph().stop();
      await connections.close();
    },
  };
}

const upstreamPlaces = (hooks: GatewayHooks, limits: Limits): UpstreamPlaces =>
  createUpstreamPlaces({
    ...hooks,
    max: limits.upstreams,
    maxPerAddress: limits.upstreamsPerAddress,
    maxPrivatePerUser: limits.privateStreamsPerUser,
  });

/** Connects to subgraphs that know nothing of this gateway. */
const remoteSubgraphs =
  ({ wallClock, tracing, log, metrics }: FederatedGatewayOptions): Connect =>
  (subgraph) =>
    createRemoteConnection({
      ...subgraph,
      wallClock,
      callerTransport: 'authorization',
      log,
      metrics,
      ...(tracing && { tracing }),
    });

function createServer(
  { host, port, wallClock, ids, metrics, tracing, httpLimits = {} }: FederatedGatewayOptions,
  settings: Pick<HttpServerOptions, 'readiness' | 'log' | 'bodyLimitBytes' | 'limitsAddress' | 'arrivals'>,
): HttpServer {
  const tracingOption = tracing && { tracing };
  return createHttpServer({
    name: 'gateway',
    host,
    port,
    wallClock,
    ids,
    metrics,
    limits: httpLimits,
    ...tracingOption,
    ...settings,
  });
}

/** Checks that each subgraph answers the smallest query. */
const subgraphChecks = ({ connections }: Graph, ids: IdSource): ReadinessChecks =>
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
