import type { GraphQLFormattedError } from 'graphql';
import { createGraph, type Graph, type GraphDependencies } from './graph.ts';

/** The graph in use, and its replacement. */
export interface CurrentGraph {
  readonly now: () => Graph;
  /**
   * Replaces the graph. Running subscriptions end with SUBSCRIPTION_SCHEMA_RELOAD; running queries and mutations end on the
   * replaced graph.
   *
   * @returns false when the supergraph is the one in use
   * @throws Error when the supergraph cannot be used; the graph in use stays
   */
  readonly reload: (supergraphSdl: string) => Promise<boolean>;
}

const RELOADED: readonly GraphQLFormattedError[] = [
  {
    message: 'The schema has changed. Subscribe again, after the last cursor.',
    extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' },
  },
];

/** Loads the first graph. Throws when its supergraph cannot be used. */
export async function createCurrentGraph(
  supergraphSdl: string,
  dependencies: GraphDependencies,
): Promise<CurrentGraph> {
  const { connections } = dependencies;
  let current = await createGraph(supergraphSdl, dependencies);
  const replace = async (sdl: string): Promise<boolean> => {
    if (sdl === current.supergraph.supergraphSdl) return false;
    const replaced = current;
    try {
      current = await createGraph(sdl, dependencies);
    } finally {
      // After a failure these are the connections that it has opened.
      connections.retire(current.connections);
    }
    // The operation server holds no resource: it ends with its last operation.
    replaced.hub.end(RELOADED);
    return true;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    now: () => current,
    reload: (sdl) => {
      const result = last.then(() => replace(sdl));
      last = result.catch(() => undefined);
      return result;
    },
  };
}
