import type { Clock } from '#platform/time/clock.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { VerifiedToken } from '../auth/verifier.ts';

/** The context of every fetch of one operation. */
export interface RequestContext {
  readonly correlationId: string;
  /** Signs a statement of the caller; undefined for an anonymous caller. */
  statement(): string | undefined;
  /** Records that the anonymous caller has signed in; later fetches of the operation carry this statement. */
  signedIn(statement: string): void;
}

/** Creates the context of one operation. A token that has expired meanwhile, on a socket, yields no statement. */
export function createRequestContext(
  caller: VerifiedToken | null,
  correlationId: string,
  statements: Statements,
  wallClock: Clock,
): RequestContext {
  let signedInStatement: string | undefined;
  return {
    correlationId,
    statement: () => {
      if (!caller) return signedInStatement;
      if (caller.expiresAtMs <= wallClock.nowMs()) return undefined;
      return statements.sign({ userId: caller.userId });
    },
    signedIn: (statement) => {
      signedInStatement = statement;
    },
  };
}
