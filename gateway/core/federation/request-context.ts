import type { Client, GatewayHooks } from '../hooks.ts';

/** The context of every fetch of one operation. */
export interface RequestContext {
  readonly correlationId: string;
  readonly client: Client;
  /** The statement that subgraph requests carry now; undefined for none. */
  statement(): string | undefined;
  /** Lets other clients' messages and light operations pass, between two parts of a heavy operation; absent for a light one. */
  readonly pause?: () => Promise<void>;
  /** Records that the anonymous caller has signed in; later fetches of the operation carry this statement. */
  signedIn(statement: string): void;
}

/** The client of work that the gateway does for nobody in particular. */
export const NO_CLIENT: Client = { caller: null, address: null };

/** Creates the context of one operation. */
export function createRequestContext(
  client: Client,
  correlationId: string,
  { anonymousStatement }: Pick<GatewayHooks, 'anonymousStatement'>,
): RequestContext {
  const { caller, address } = client;
  let signedInStatement: string | undefined;
  return {
    correlationId,
    client,
    statement: () => (caller ? caller.statement(address) : signedInStatement) ?? anonymousStatement(address),
    signedIn: (statement) => {
      signedInStatement = statement;
    },
  };
}
