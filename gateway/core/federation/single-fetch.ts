import type { GraphQLDataSource } from '@apollo/gateway';
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { PreparedOperation } from '../operations/prepare.ts';
import { fragmentsOf } from '../operations/selections.ts';
import type { RequestContext } from './request-context.ts';
import { compileShape, UNFIT, type Shape } from './response-shape.ts';

type ServiceMap = Readonly<Record<string, GraphQLDataSource>>;
type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** The result of a plan of one fetch: the client's data, or the subgraph's answer when it has errors or does not fit. */
export type SingleFetchResult = { readonly data: Record<string, unknown> } | { readonly answer: Response };

/** Runs a plan of one fetch. */
export type RunSingleFetch = (
  operation: PreparedOperation,
  services: ServiceMap,
  context: RequestContext,
) => Promise<SingleFetchResult>;

/**
 * Creates the execution of a plan of one fetch, whose answer holds all that the client selects, and compiles the shape of the
 * client's data once for all runs of the plan. Apollo's executor builds a model of the operation for each run. Returns null when
 * the plan has more than one fetch, or its result depends on variables in other ways than through the subgraph.
 */
export function singleFetchOf(
  schema: GraphQLSchema,
  { node }: QueryPlan,
  { document, operation }: PreparedOperation,
): RunSingleFetch | null {
  if (node?.kind !== 'Fetch' || node.requires || (node.outputRewrites ?? []).length > 0) return null;
  const root = schema.getRootType(operation.operation);
  const hasDirectives = (operation.directives ?? []).length > 0;
  if (!root || hasDirectives) return null;
  const shape = compileShape(schema, root, operation.selectionSet, fragmentsOf(document));
  return shape && (async (prepared, services, context) => run(node, shape, prepared, services, context));
}

async function run(
  fetch: FetchNode,
  shape: Shape,
  { variables }: PreparedOperation,
  services: ServiceMap,
  context: RequestContext,
): Promise<SingleFetchResult> {
  const service = services[fetch.serviceName];
  if (!service) throw new Error(`there is no subgraph "${fetch.serviceName}"`);
  const used: Record<string, unknown> = {};
  for (const name of fetch.variableUsages ?? [])
    if (Object.hasOwn(variables, name) && variables[name] !== undefined) used[name] = variables[name];
  const request = { request: { query: fetch.operation, variables: used }, context };
  const answer = await service.process(request as unknown as Parameters<GraphQLDataSource['process']>[0]);
  if (answer.errors && answer.errors.length > 0) return { answer };
  const data = shape(answer.data ?? null);
  return data === UNFIT ? { answer } : { data: data as Record<string, unknown> };
}
