import type { Clock } from '#platform/time/clock.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { VerifiedToken } from '../auth/verifier.ts';

/** What goes along with every fetch of one operation. */
export interface RequestContext {
  readonly correlationId: string;
  /** A statement of who is calling, signed now; undefined for an anonymous caller. */
  statement(): string | undefined;
  /** An anonymous caller has just signed in: the rest of the operation runs in that person's name. */
  signedIn(statement: string): void;
}

/** The context of one operation. A token that has expired since, on a socket, is worth nothing. */
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
