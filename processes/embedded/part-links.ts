import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';

/** The ways from part to part within the process. Tests break them to stop a part for the others. */
export interface PartLinks {
  /** The gateway's connection to a subgraph. */
  connection(subgraph: SubgraphConnection): SubgraphConnection;
  /** The other parts' calls to a part. */
  calls<T extends object>(part: string, calls: T): T;
}

/** Function calls, as in production. */
export const directLinks: PartLinks = { connection: (subgraph) => subgraph, calls: (_part, calls) => calls };
