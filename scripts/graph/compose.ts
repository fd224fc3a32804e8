import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';

const SUBGRAPHS = ['identity', 'orders', 'wallet', 'assets', 'market-data'];
const root = path.resolve(import.meta.dirname, '../..');

/** Where the composed graph is kept. */
export const GRAPH_FILES = {
  supergraph: 'gateway/generated/supergraph.graphql',
  api: 'gateway/generated/api.graphql',
} as const;

/** The graph, composed offline from the subgraphs' schemas. */
export interface ComposedGraph {
  /** What the gateway plans with. */
  readonly supergraph: string;
  /** What clients see. */
  readonly api: string;
}

/** Composes the five subgraphs. Throws with every reason when they do not fit together. */
export function composeGraph(): ComposedGraph {
  const services = SUBGRAPHS.map((name) => ({
    name,
    typeDefs: subgraphTypeDefs(path.join(root, 'subgraphs', name, 'graph/schema.graphql')),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  const api = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  return {
    supergraph: `${supergraphSdl.trimEnd()}\n`,
    api: `${printSchema(lexicographicSortSchema(api))}\n`,
  };
}

/** Composes and writes both files; answers their names. */
export async function writeGraph(): Promise<string[]> {
  const graph = composeGraph();
  await mkdir(path.join(root, 'gateway/generated'), { recursive: true });
  await writeFile(path.join(root, GRAPH_FILES.supergraph), graph.supergraph);
  await writeFile(path.join(root, GRAPH_FILES.api), graph.api);
  return Object.values(GRAPH_FILES);
}
