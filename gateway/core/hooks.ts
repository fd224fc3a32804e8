import type { GraphQLScalarType } from 'graphql';
import type { RequestRefused } from './errors.ts';

/** The authenticated caller of a request. */
export interface Caller {
  /** Instant at which the caller's streams end with UNAUTHENTICATED; null for none. */
  readonly expiresAtMs: number | null;
  /** The statement of the caller that each subgraph request carries; undefined for none. */
  statement(): string | undefined;
}

/** The caller of a request, null for an anonymous one; or a refusal. */
export type Authentication = { readonly caller: Caller | null } | { readonly refused: RequestRefused };

/** Authenticates the value of `Authorization`, which may be of any type. Does not reject. */
export type Authenticate = (authorization: unknown) => Promise<Authentication>;

/** The checks of a scalar's values. */
export type ScalarCheck = Pick<GraphQLScalarType, 'parseValue' | 'parseLiteral'>;

/** The parts of a gateway that depend on its graph. */
export interface GatewayHooks {
  readonly authenticate: Authenticate;
  /** Checks of the graph's scalars by name; a scalar without one takes any value. */
  readonly scalars: Readonly<Record<string, ScalarCheck>>;
  /** True for the code of an error that clients get as it is; any other error is logged and masked. */
  readonly acceptsCode: (code: string) => boolean;
  /** Extension of a result with the statement of a caller whom the operation has signed in; null for none. */
  readonly statementExtension: string | null;
}

/** Sends the caller's own authorization to the subgraphs, which check it. */
const forwardAuthorization: Authenticate = async (authorization) => {
  if (typeof authorization !== 'string' || authorization === '') return { caller: null };
  return { caller: { expiresAtMs: null, statement: () => authorization } };
};

/** The hooks of a gateway that knows nothing of its graph. */
export const DEFAULT_HOOKS: GatewayHooks = {
  authenticate: forwardAuthorization,
  scalars: {},
  acceptsCode: () => true,
  statementExtension: null,
};
