import type { IncomingMessage } from 'node:http';
import type { GraphQLScalarType } from 'graphql';
import { isLoopback } from '#platform/http/client-address.ts';
import type { PassedErrors, RequestRefused } from './errors.ts';
import type { PreparedOperation } from './operations/prepare.ts';

/** The authenticated caller of a request. */
export interface Caller {
  /** Instant at which the caller's streams end with UNAUTHENTICATED; null for none. */
  readonly expiresAtMs: number | null;
  /** The user behind the caller, an opaque text; null when the gateway does not know. */
  readonly subject: string | null;
  /** The API key that the caller has shown, an opaque text; null for a session, or when the gateway does not know. */
  readonly apiKey: string | null;
  /** The rights of the caller, by the names of `@requiresScopes`; null leaves the decision to the subgraphs. */
  readonly scopes: ReadonlySet<string> | null;
  /**
   * The statement of the caller that each subgraph request carries; undefined for none.
   *
   * @param address network address of the client; null when it is unknown
   */
  statement(address: string | null): string | undefined;
  /** False once the caller's credential has expired or was revoked: the caller counts as anonymous. */
  isValid(): boolean;
  /** Calls back once when the caller's credential is revoked; the returned function takes that back. */
  onRevoked(callback: () => void): () => void;
}

/**
 * The caller of a request, null for an anonymous one; or a refusal. `notice` says why a credential counted as none, such as an
 * expired one: the client hears it, and its public operations run.
 */
export type Authentication =
  { readonly caller: Caller | null; readonly notice?: string } | { readonly refused: RequestRefused };

/** A caller of whom the gateway knows nothing but the statement. */
export const forwardedCaller = (statement: string): Caller => ({
  expiresAtMs: null,
  subject: null,
  apiKey: null,
  scopes: null,
  statement: () => statement,
  isValid: () => true,
  onRevoked: () => () => undefined,
});

/**
 * Authenticates the value of `Authorization`, which may be of any type. Rejects on a bug alone: an HTTP request is answered with
 * INTERNAL_SERVER_ERROR then, a socket closed with 4500.
 */
export type Authenticate = (authorization: unknown) => Promise<Authentication>;

/** The client of a request. */
export interface Client {
  /** Null for an anonymous client. */
  readonly caller: Caller | null;
  /** Network address; null when it is unknown. */
  readonly address: string | null;
}

/** The network address of a request's client; null when it is unknown. */
export type AddressOf = (request: IncomingMessage) => string | null;

/**
 * Kind of work, in the order in which the gateway asks for one operation:
 *
 * - `request`: an HTTP request, the opening of a socket, or an operation on a socket, before its text is read. An HTTP request is
 *   admitted twice: for its address alone, before its caller is authenticated, and for its caller alone.
 * - `document`: the document is not cached, so the gateway must check it. For one that passes, the unit is given back: work with the
 *   count -1.
 * - `operation` or `subscription`: the checked operation, before anything of it runs.
 * - `plan`: the operation has no cached plan, so the gateway must compute one.
 */
export type WorkKind = 'request' | 'document' | 'operation' | 'subscription' | 'plan';

/** Work for a client that the gateway is about to do. */
export interface Work extends Client {
  readonly kind: WorkKind;
  /** Units of the work; 1 for a single request, operation or plan, -1 for one that is given back. */
  readonly count: number;
  /** Cost of an `operation` or `subscription`; 0 for other work. */
  readonly cost: number;
  /** The operation; null for a `request` or `document`, whose text has not been checked. */
  readonly operation: PreparedOperation | null;
}

/** A quota of a client after a piece of work: one item of the header fields RateLimit-Policy and RateLimit. */
export interface Quota {
  /** Name of the policy. */
  readonly policy: string;
  /** Units per window. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** Whole units that are left now. */
  readonly remaining: number;
  /** Time until the quota is full again. */
  readonly resetSeconds: number;
}

/** The decision on a piece of work. */
export interface Admission {
  /** Time until the work would be admitted; null for admitted work. */
  readonly retryAfterMs: number | null;
  /** The quotas that the work counts in; for refused work, the exhausted ones. */
  readonly quotas: readonly Quota[];
}

/** Decides whether the gateway does a piece of work, and counts it. Does not reject. */
export type Admit = (work: Work) => Admission | Promise<Admission>;

/** The checks of a scalar's values. */
export type ScalarCheck = Pick<GraphQLScalarType, 'parseValue' | 'parseLiteral'>;

/** The parts of a gateway that depend on its graph. */
export interface GatewayHooks extends PassedErrors {
  readonly authenticate: Authenticate;
  /** By default the address of the connection, which behind a proxy is the proxy's. */
  readonly addressOf: AddressOf;
  readonly admit: Admit;
  /** Whether limits hold for each client by its address; by default for all but those on loopback. */
  readonly limitsAddress: (address: string) => boolean;
  /** The statement that each subgraph request of an anonymous client carries; undefined for none. */
  readonly anonymousStatement: (address: string | null) => string | undefined;
  /** Checks of the graph's scalars by name; a scalar without one takes any value. */
  readonly scalars: Readonly<Record<string, ScalarCheck>>;
  /** Extension of a result with the statement of a caller whom the operation has signed in; null for none. */
  readonly statementExtension: string | null;
}

/** Sends the caller's own authorization to the subgraphs, which check it. */
const forwardAuthorization: Authenticate = async (authorization) => {
  if (typeof authorization !== 'string' || authorization === '') return { caller: null };
  return { caller: forwardedCaller(authorization) };
};

const ADMITTED: Admission = { retryAfterMs: null, quotas: [] };

/** The hooks of a gateway that knows nothing of its graph. */
export const DEFAULT_HOOKS: GatewayHooks = {
  authenticate: forwardAuthorization,
  addressOf: ({ socket }) => socket.remoteAddress ?? null,
  admit: () => ADMITTED,
  limitsAddress: (address) => !isLoopback(address),
  anonymousStatement: () => undefined,
  scalars: {},
  acceptsCode: () => true,
  errorExtensions: [],
  statementExtension: null,
};
