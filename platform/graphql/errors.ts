import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Log } from '../observability/log.ts';
import { RpcUnavailable } from '../rpc/local.ts';

/**
 * The codes that errors carry in `extensions.code`, with what a caller may do. Refusals are not among them: they are
 * values. docs/ERRORS.md is generated from here.
 */
export const ERROR_CODES = {
  UNAUTHENTICATED: 'No token, or one that is forged or expired. Sign in and send the new token.',
  NOT_FOUND: 'A subscription to what does not exist or belongs to somebody else.',
  BAD_USER_INPUT: 'A value of the request is malformed or off its range; the message names it.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  OPERATION_TOO_COMPLEX: 'Too deep, or too many aliases or root fields. Ask for less in one operation.',
  LIMIT_EXCEEDED: 'Too many subscriptions on one socket. End some, or open another socket.',
  RATE_LIMITED: 'Too many requests. Wait as long as the answer says.',
  CURSOR_EXPIRED:
    'The stream no longer reaches back to this cursor. Read the state again and subscribe after it.',
  SLOW_CONSUMER: 'The stream was ended because its reader fell too far behind. Resume from the last cursor.',
  SUBSCRIPTION_SCHEMA_RELOAD: 'The graph changed under a subscription. Subscribe again.',
  SERVICE_UNAVAILABLE:
    'A part of the broker does not answer now. Try again; every mutation is safe to repeat.',
  INTERNAL_SERVER_ERROR: 'A bug of ours, never an answer to bad input.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A deliberate error: it reaches the client as it is. */
export const graphqlError = (code: ErrorCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

export const unauthenticated = (): GraphQLError =>
  graphqlError(
    'UNAUTHENTICATED',
    'This needs a token: sign in and send it as "Authorization: Bearer TOKEN".',
  );
export const notFound = (what: string): GraphQLError =>
  graphqlError('NOT_FOUND', `${what} does not exist or is not yours.`);
export const badInput = (message: string): GraphQLError => graphqlError('BAD_USER_INPUT', message);

/** Deliberate errors and GraphQL's own pass; anything else is a bug: logged whole, shown as one sentence. */
export function maskErrors(result: ExecutionResult, log: Log): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => maskError(error, log)) };
}

function maskError(error: GraphQLError, log: Log): GraphQLError {
  const original = error.originalError;
  if (!original || typeof error.extensions['code'] === 'string') return error;
  if (original instanceof RpcUnavailable) {
    log.warn({ err: original, path: error.path }, 'a part that a resolver needs does not answer');
    return new GraphQLError('A part of the broker does not answer now. Try again.', {
      nodes: error.nodes ?? null,
      path: error.path ?? null,
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
  }
  log.error({ err: original, path: error.path }, 'a resolver failed');
  return new GraphQLError(
    'Something went wrong on our side. Try again; if it stays, tell us the correlation id.',
    {
      nodes: error.nodes ?? null,
      path: error.path ?? null,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    },
  );
}
