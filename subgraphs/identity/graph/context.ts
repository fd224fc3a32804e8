import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { Identity } from '../sign-up/identity.ts';

/** What identity's resolvers get. */
export interface Context extends RequestContext {
  readonly identity: Identity;
  readonly statements: Statements;
}
