import { operationFromDocument } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import type { Log } from '#platform/observability/log.ts';
import { DEFAULT_HOOKS, type Admit } from '../hooks.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { NO_TURNS, type OperationTurns } from '../turns/operation-turns.ts';
import { createDataSource } from './data-source.ts';
import { createExecution, type ExecutePlan, type ServiceMap } from './execution.ts';
import { createPlanCache, type PlanOnce } from './plan-cache.ts';
import type { RequestContext } from './request-context.ts';
import type { LoadedSupergraph } from './supergraph.ts';

/** Plans operations over the subgraphs and runs the plans. */
export interface FederationEngine {
  readonly supergraph: LoadedSupergraph;
  /** Subgraphs by name, as a plan names them. */
  readonly services: ServiceMap;
  connection(name: string): SubgraphConnection;
  /** The plan of a document's operation. Throws when it cannot be planned. */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
  /** The plan of a query or mutation, cached. */
  readonly planOnce: PlanOnce<QueryPlan>;
  /** Runs a query or mutation. */
  execute(operation: PreparedOperation, plan: QueryPlan, context: RequestContext): Promise<ExecutionResult>;
  readonly executePlan: ExecutePlan;
}

export interface EngineOptions {
  /** See `GatewayHooks`. */
  readonly statementExtension?: string | null;
  /** Admits the planning of an operation for its client. */
  readonly admit?: Admit;
  /** Turns of planning. By default every plan is computed at once. */
  readonly turns?: OperationTurns;
  /** Bytes of the cache of plans. */
  readonly cacheBytes?: number;
}

/** Copies a plan. The planner joins its texts of thousands of pieces, which keep four times the memory of one text. */
const flat = (plan: QueryPlan): QueryPlan => JSON.parse(JSON.stringify(plan)) as QueryPlan;

/**
 * Creates the engine over Apollo's planner and executor. It does not use the class ApolloGateway, which plans no
 * subscriptions: queries and subscriptions share one planner and one data source.
 */
export function createFederationEngine(
  supergraph: LoadedSupergraph,
  connections: readonly SubgraphConnection[],
  log: Log,
  options: EngineOptions = {},
): FederationEngine {
  const { statementExtension = null, admit = DEFAULT_HOOKS.admit, turns = NO_TURNS } = options;
  const { cacheBytes = DEFAULT_LIMITS.cacheBytes } = options;
  const byName = new Map(connections.map((connection) => [connection.name, connection]));
  const connection = (name: string): SubgraphConnection => {
    const found = byName.get(name);
    if (!found)
      throw new Error(`the supergraph has a subgraph "${name}" that the gateway is not connected to`);
    return found;
  };
  const source = (name: string) => createDataSource(connection(name), statementExtension, log);
  const services: ServiceMap = Object.fromEntries(
    supergraph.subgraphs.map(({ name }) => [name, source(name)]),
  );
  const plan = (document: DocumentNode, operationName: string | undefined): QueryPlan => {
    const operation = operationFromDocument(supergraph.federation.apiSchema, document, {
      ...(operationName !== undefined && { operationName }),
    });
    try {
      return flat(supergraph.planner.buildQueryPlan(operation));
    } catch (error) {
      // The planner has its own limits against selections that multiply.
      if (!(error instanceof Error) || !error.message.includes('exceeds')) throw error;
      throw graphqlError('OPERATION_TOO_COMPLEX', 'The operation selects too much across the graph.');
    }
  };
  const planOnce = createPlanCache<QueryPlan>({
    maxBytes: cacheBytes,
    admit,
    turns,
    plan: ({ document, operation }) => plan(document, operation.name?.value),
  });
  const executePlan = createExecution(supergraph, log);
  return {
    supergraph,
    services,
    connection,
    plan,
    planOnce,
    execute: (operation, plan, context) => executePlan(plan, operation, services, context),
    executePlan,
  };
}
