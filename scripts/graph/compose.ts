import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { SETTINGS } from '#processes/settings/settings.ts';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import { StartError } from '#platform/process/start-error.ts';
import type { Hint } from './hints.ts';

/** Subgraphs with their address, by default that of the distributed profile. */
const SUBGRAPHS = {
  identity: SETTINGS.IDENTITY_URL,
  orders: SETTINGS.ORDERS_URL,
  wallet: SETTINGS.WALLET_URL,
  assets: SETTINGS.ASSETS_URL,
  'market-data': SETTINGS.MARKET_DATA_URL,
};
const root = path.resolve(import.meta.dirname, '../..');

/** Files of the composed graph. */
export const GRAPH_FILES = {
  supergraph: 'gateway/generated/supergraph.graphql',
  api: 'gateway/generated/api.graphql',
} as const;

/** The graph, composed offline from the subgraphs' schemas. */
export interface ComposedGraph {
  /** Schema for the gateway's query planner. */
  readonly supergraph: string;
  /** Schema that clients see. */
  readonly api: string;
  readonly hints: readonly Hint[];
}

/**
 * Composes the five subgraphs.
 *
 * @throws StartError with all composition errors
 */
export function composeGraph(): ComposedGraph {
  const services = Object.entries(SUBGRAPHS).map(([name, { fallback }]) => ({
    name,
    url: `${fallback}/graphql`,
    typeDefs: subgraphTypeDefs(path.join(root, 'subgraphs', name, 'graph')),
  }));
  const { supergraphSdl, errors, hints } = composeServices(services);
  if (errors) throw new StartError(errors.map((error) => error.message).join('\n'));
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const api = supergraph.apiSchema().toGraphQLJSSchema();
  return {
    supergraph: `${supergraphSdl.trimEnd()}\n`,
    api: `${printSchema(lexicographicSortSchema(api))}\n`,
    hints: hintsOf(hints),
  };
}

type CompositionHint = NonNullable<ReturnType<typeof composeServices>['hints']>[number];

/** Hints of a composition, by code and schema coordinate. */
export const hintsOf = (hints: readonly CompositionHint[]): Hint[] =>
  hints.map(({ definition, coordinate, message }) => ({
    code: definition.code,
    coordinate: coordinate ?? null,
    message,
  }));

/** Composes the graph, writes both files and returns their names. */
export async function writeGraph(): Promise<string[]> {
  const graph = composeGraph();
  await mkdir(path.join(root, 'gateway/generated'), { recursive: true });
  await writeFile(path.join(root, GRAPH_FILES.supergraph), graph.supergraph);
  await writeFile(path.join(root, GRAPH_FILES.api), graph.api);
  return Object.values(GRAPH_FILES);
}
