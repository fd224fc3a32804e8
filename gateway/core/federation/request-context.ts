import type { Caller } from '../hooks.ts';

/** The context of every fetch of one operation. */
export interface RequestContext {
  readonly correlationId: string;
  /** The statement of the caller; undefined for an anonymous caller. */
  statement(): string | undefined;
  /** Records that the anonymous caller has signed in; later fetches of the operation carry this statement. */
  signedIn(statement: string): void;
}

/** Creates the context of one operation. */
export function createRequestContext(caller: Caller | null, correlationId: string): RequestContext {
  let signedInStatement: string | undefined;
  return {
    correlationId,
    statement: () => (caller ? caller.statement() : signedInStatement),
    signedIn: (statement) => {
      signedInStatement = statement;
    },
  };
}
