import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Log } from '../log.ts';

/** The codes that errors carry in `extensions.code`. Refusals are not among them: they are values. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_TOO_COMPLEX'
  | 'LIMIT_EXCEEDED'
  | 'RATE_LIMITED'
  | 'CURSOR_EXPIRED'
  | 'SLOW_CONSUMER'
  | 'SUBSCRIPTION_SCHEMA_RELOAD'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

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
