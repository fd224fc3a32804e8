import { createHash } from 'node:crypto';
import { operationFromDocument } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import type { Log } from '#platform/observability/log.ts';
import { LRUCache } from 'lru-cache';
import type { PreparedOperation } from '../operations/prepare.ts';
import { createDataSource } from './data-source.ts';
import { createExecution, type ExecutePlan, type ServiceMap } from './execution.ts';
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
  /** Runs a query or mutation. */
  execute(operation: PreparedOperation, context: RequestContext): Promise<ExecutionResult>;
  readonly executePlan: ExecutePlan;
}

const CACHED_PLANS = 1_000;

/**
 * Creates the engine over Apollo's planner and executor. It does not use the class ApolloGateway, which plans no
 * subscriptions: queries and subscriptions share one planner and one data source.
 *
 * @param statementExtension see `GatewayHooks`
 */
export function createFederationEngine(
  supergraph: LoadedSupergraph,
  connections: readonly SubgraphConnection[],
  log: Log,
  statementExtension: string | null = null,
): FederationEngine {
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
      return supergraph.planner.buildQueryPlan(operation);
    } catch (error) {
      // The planner has its own limits against selections that multiply.
      if (!(error instanceof Error) || !error.message.includes('exceeds')) throw error;
      throw graphqlError('OPERATION_TOO_COMPLEX', 'The operation selects too much across the graph.');
    }
  };
  const plans = new LRUCache<string, QueryPlan>({ max: CACHED_PLANS });
  const planOnce = (operation: PreparedOperation): QueryPlan => {
    const name = operation.operation.name?.value;
    const key = createHash('sha1')
      .update(`${name ?? ''}\n${operation.text}`)
      .digest('base64');
    const known = plans.get(key);
    if (known) return known;
    const made = plan(operation.document, name);
    plans.set(key, made);
    return made;
  };
  const executePlan = createExecution(supergraph, log);
  return {
    supergraph,
    services,
    connection,
    plan,
    execute: (operation, context) => executePlan(planOnce(operation), operation, services, context),
    executePlan,
  };
}
