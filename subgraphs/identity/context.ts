import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { Identity } from './identity.ts';

/** What identity's resolvers get. */
export interface Context extends RequestContext {
  readonly identity: Identity;
}
