// From their own files: the index of the package loads composition and more, which take 3 MB.
import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import { buildOperationContext } from '@apollo/gateway/dist/operationContext.js';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { ExecutionResult, GraphQLError, OperationDefinitionNode } from 'graphql';
import { createOperationCache } from '#platform/graphql/cache/operation-cache.ts';
import { MASKED_MESSAGE } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { fieldFailures, unexplained, type FailedExecution } from './failures/client-errors.ts';
import { limitErrors } from './failures/error-limit.ts';
import { recordFailures } from './failures/failure-record.ts';
import { fetchesOf, type PlannedFetch } from './failures/planned-fetches.ts';
import { plainPlanOf, type RunPlain } from './plain-plan.ts';
import type { RequestContext } from './request-context.ts';
import { singleFetchOf, type RunSingleFetch } from './single-fetch.ts';
import type { LoadedSupergraph } from './supergraph.ts';

export type ServiceMap = Record<string, GraphQLDataSource>;

/** Runs a plan and shapes its result after `operation`. Each field that a failure has emptied has an error with its path. */
export type ExecutePlan = (
  plan: QueryPlan,
  operation: PreparedOperation,
  services: ServiceMap,
  context: RequestContext,
) => Promise<ExecutionResult>;

/** Bytes of the cache of introspection. */
const INTROSPECTION_BYTES = 8 * 1024 * 1024;

/**
 * Creates the execution of plans. A plan without a fetch is introspection, whose result depends on the schema
 * alone and takes up to 20 ms without a pause: the results are cached.
 */
export function createExecution(supergraph: LoadedSupergraph, log: Log): ExecutePlan {
  const execute = createExecutor(supergraph, log);
  const introspection = createOperationCache<ExecutionResult>({ maxBytes: INTROSPECTION_BYTES });
  return async (plan, operation, services, context) => {
    if (plan.node) return execute(plan, operation, services, context);
    const key = JSON.stringify([
      operation.operation.name?.value ?? null,
      operation.variables,
      operation.text,
    ]);
    const known = introspection.get(key);
    if (known) return known;
    const result = await execute(plan, operation, services, context);
    if (!result.errors) introspection.set(key, result);
    return result;
  };
}

/** Runs plans of plain fetches alone, others by Apollo's executor. */
function createExecutor(supergraph: LoadedSupergraph, log: Log): ExecutePlan {
  const singleFetches = new WeakMap<QueryPlan, RunSingleFetch | null>();
  const singleFetchOnce = (plan: QueryPlan, operation: PreparedOperation): RunSingleFetch | null => {
    const known = singleFetches.get(plan);
    if (known !== undefined) return known;
    const made = singleFetchOf(supergraph.apiSchema, plan, operation);
    singleFetches.set(plan, made);
    return made;
  };
  const fetchesByPlan = new WeakMap<QueryPlan, readonly PlannedFetch[]>();
  const fetchesOnce = (plan: QueryPlan): readonly PlannedFetch[] => {
    const known = fetchesByPlan.get(plan) ?? fetchesOf(plan);
    fetchesByPlan.set(plan, known);
    return known;
  };
  const contextOnce = createOperationContexts(supergraph);
  const executeAll: ExecutePlan = async (plan, operation, services, context) => {
    const fetches = fetchesOnce(plan);
    const record = recordFailures(fetches, services);
    const result = await executeQueryPlan(
      plan,
      record.services,
      incomingRequest(operation, context, log),
      contextOnce(operation),
      supergraph.federation.supergraphSchema,
      supergraph.federation.apiSchema,
    );
    const { data = null, errors = [], extensions } = result;
    const { failures } = record;
    // Apollo's executor reports here each null in a non-null field.
    const reports = (extensions?.['valueCompletion'] ?? []) as readonly GraphQLError[];
    if (failures.length === 0 && reports.length === 0) return result;
    const execution = { fetches, operation, data, failures };
    const all = [...errors, ...explainNulls(execution, reports, log, context.correlationId)];
    return all.length === 0 ? { data } : { data, errors: all };
  };
  const plainPlans = new WeakMap<QueryPlan, RunPlain | null>();
  const plainOnce = (plan: QueryPlan, operation: PreparedOperation): RunPlain | null => {
    const known = plainPlans.get(plan);
    if (known !== undefined) return known;
    const made = plainPlanOf(supergraph.apiSchema, supergraph.federation.supergraphSchema, plan, operation);
    plainPlans.set(plan, made);
    return made;
  };
  const executePlain: ExecutePlan = async (plan, operation, services, context) => {
    const plain = plainOnce(plan, operation);
    if (!plain) return executeAll(plan, operation, services, context);
    const result = await plain(operation, services, context);
    return 'data' in result ? result : executeAll(plan, operation, result.answered, context);
  };
  return async (plan, operation, services, context) => {
    const single = singleFetchOnce(plan, operation);
    if (!single || plan.node?.kind !== 'Fetch') return executePlain(plan, operation, services, context);
    const result = await single(operation, services, context);
    if ('data' in result) return result;
    // Errors, and nulls that need some, are made from the answer: the subgraph is not asked again.
    const answered = { process: async () => result.answer };
    return executeAll(plan, operation, { [plan.node.serviceName]: answered }, context);
  };
}

const LOGGED_FAULTS = 10;

/** Makes the errors of the fields that are null by a failure or by a bug of a subgraph. */
function explainNulls(
  execution: FailedExecution,
  reports: readonly GraphQLError[],
  log: Log,
  correlationId: string,
): GraphQLError[] {
  const failures = fieldFailures(execution);
  const bugs = unexplained(reports, failures);
  if (bugs.length > 0) {
    const faults = bugs.slice(0, LOGGED_FAULTS).map(({ message, path }) => ({ message, path }));
    const fields = { faults, count: bugs.length, correlationId };
    log.error(fields, 'a subgraph returned data that does not fit the schema');
  }
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  return limitErrors([
    ...failures,
    ...bugs.map(({ path = [] }) => ({ message: MASKED_MESSAGE, path: [...path], extensions })),
  ]);
}

type OperationContext = ReturnType<typeof buildOperationContext>;

/** Makes the context of each operation of a document once. It lives as long as the operation does. */
function createOperationContexts({ apiSchema: schema }: LoadedSupergraph) {
  const contexts = new WeakMap<OperationDefinitionNode, OperationContext>();
  return ({ document: operationDocument, operation }: PreparedOperation): OperationContext => {
    const known = contexts.get(operation);
    if (known) return known;
    const operationName = operation.name?.value;
    const made = buildOperationContext({
      schema,
      operationDocument,
      ...(operationName !== undefined && { operationName }),
    });
    contexts.set(operation, made);
    return made;
  };
}

/** The fields of Apollo's request context that its executor reads. */
function incomingRequest(operation: PreparedOperation, context: RequestContext, log: Log) {
  const logger = {
    debug: (message: unknown) => log.debug({}, String(message)),
    info: (message: unknown) => log.info({}, String(message)),
    warn: (message: unknown) => log.warn({}, String(message)),
    error: (message: unknown) => log.error({}, String(message)),
  };
  const request = { request: { variables: operation.variables }, metrics: {}, logger, context };
  return request as unknown as Parameters<typeof executeQueryPlan>[2];
}
