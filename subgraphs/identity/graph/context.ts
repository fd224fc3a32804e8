import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { SignUpServices } from '../sign-up/sign-up.ts';

/** Context of one operation. */
export interface Context extends RequestContext, SignUpServices {
  readonly statements: Statements;
}
