import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Random } from '#platform/random.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createAuthorize, type Authorize } from './access/authorize.ts';
import type { Connections } from './connections.ts';
import type { PresentError } from './errors.ts';
import { createFederationEngine } from './federation/engine.ts';
import { createOperationServer } from './federation/operation-server.ts';
import { loadSupergraph, type LoadedSupergraph } from './federation/supergraph.ts';
import type { GatewayHooks } from './hooks.ts';
import type { Limits } from './limits.ts';
import type { GatewayMetrics } from './metrics.ts';
import { createCostModel } from './operations/cost.ts';
import { createDocumentCheck } from './operations/document.ts';
import { createPipeline, type Pipeline } from './operations/pipeline.ts';
import type { TrustedDocuments } from './operations/trusted-documents.ts';
import type { DeliveryPace } from './turns/delivery-pace.ts';
import type { StreamTurns } from './turns/streams/stream-turns.ts';
import type { OperationTurns } from './turns/operation-turns.ts';
import { createHub, type Hub } from './subscriptions/hub.ts';
import type { UpstreamPlaces } from './subscriptions/upstreams/upstream-places.ts';
import { createSubscriptionPlanner, type PlanSubscription } from './subscriptions/plan.ts';

export interface GraphDependencies extends StreamTurns {
  readonly connections: Connections;
  readonly hooks: GatewayHooks;
  readonly limits: Limits;
  /** The only documents that run; null when any may. */
  readonly trustedDocuments: TrustedDocuments | null;
  /** Places of streams at subgraphs, common to all graphs. */
  readonly upstreams: UpstreamPlaces;
  /** Turns of clients' operations, common to all graphs. */
  readonly turns: OperationTurns;
  /** Pace of the deliveries of streams, common to all graphs. */
  readonly deliveryPace: DeliveryPace;
  readonly presentError: PresentError;
  readonly metrics: GatewayMetrics;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  /** For the jitter of delays. */
  readonly random: Random;
  readonly log: Log;
}

/** A loaded supergraph with all that runs operations on it. A reload replaces it as a whole. */
export interface Graph {
  readonly supergraph: LoadedSupergraph;
  /** One per subgraph of the supergraph. */
  readonly connections: readonly SubgraphConnection[];
  /** Decides what a caller may run. */
  readonly authorize: Authorize;
  readonly pipeline: Pipeline;
  readonly planSubscription: PlanSubscription;
  readonly hub: Hub;
  /** Ends the operation server. Its running operations end first. */
  stop(): Promise<void>;
}

/** Loads a supergraph. Throws when it is malformed or has a subgraph that cannot be connected to. */
export async function createGraph(supergraphSdl: string, dependencies: GraphDependencies): Promise<Graph> {
  const { hooks, limits, turns, presentError, metrics, wallClock, log } = dependencies;
  const supergraph = loadSupergraph(supergraphSdl, hooks.scalars);
  const connections = dependencies.connections.open(supergraph.subgraphs);
  const engine = createFederationEngine(supergraph, connections, log, {
    ...hooks,
    turns,
    cacheBytes: limits.cacheBytes,
  });
  const server = await createOperationServer(engine, presentError, log);
  const { apiSchema: schema, prices, accessRules } = supergraph;
  const authorize = createAuthorize(schema, accessRules);
  return {
    supergraph,
    connections,
    authorize,
    pipeline: createPipeline({
      hooks,
      engine,
      server,
      check: createDocumentCheck(schema, limits, supergraph.fetchedFields),
      authorize,
      turns,
      trusted: dependencies.trustedDocuments,
      costOf: createCostModel(schema, prices),
      maxCost: limits.cost,
      maxEventCost: limits.eventCost,
      presentError,
      wallClock,
      metrics,
      log,
    }),
    planSubscription: createSubscriptionPlanner(engine, { ...hooks, turns, cacheBytes: limits.cacheBytes }),
    hub: createHub({ ...dependencies, engine }),
    stop: () => server.stop(),
  };
}
