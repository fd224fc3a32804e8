import type { RequestContext } from '#platform/graphql/request-context.ts';
import type { Caller, Statements } from '#platform/security/caller.ts';
import type { SignUpServices } from '../sign-up/sign-up.ts';

/** Context of one operation. */
export interface Context extends RequestContext, SignUpServices {
  /** A sign-in of an anonymous caller sets it: the fields below the new session are the user's. */
  caller: Caller | null;
  readonly statements: Statements;
}
