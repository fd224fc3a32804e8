import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { Log } from '../observability/log.ts';
import { RpcUnavailable } from '../rpc/local.ts';
import { isUnavailable } from '../rpc/unavailable.ts';

/**
 * The codes of `extensions.code`, each with its meaning and the caller's next step. Refusals are values and have no code.
 * docs/ERRORS.md is generated from this table.
 */
export const ERROR_CODES = {
  UNAUTHENTICATED: 'No token, or one that is forged, expired or revoked. Sign in and send the new token.',
  FORBIDDEN:
    'The API key lacks the scope that the message names. Use a key with it; SESSION is a token of signIn, not a key.',
  NOT_FOUND: 'The subscription names an account or ticker that does not exist or is not yours.',
  BAD_USER_INPUT: 'A value of the request is malformed or out of range; the message names it.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'The request has the hash of a document. Send the document itself.',
  PERSISTED_QUERY_NOT_IN_LIST:
    'The gateway runs registered documents only, and this one is not registered. Send the text of a registered one, or its hash.',
  OPERATION_TOO_COMPLEX:
    'Too deep, too dear, or too many aliases, fields or root fields. Request less in one operation; `extensions: {cost: true}` shows its cost.',
  LIMIT_EXCEEDED:
    'Too many sockets or streams of one network address, or too many subscriptions or running operations on one socket. End some, or wait until some have ended.',
  RATE_LIMITED:
    'Too many requests, orders, sign-ins or sign-ups in a short time, operations that cost too much together, or too many that wait. Try again after `retryAfterMs`, which stands beside the code; over HTTP the status is 429.',
  SLOW_CONSUMER:
    'The server ended the stream because the client read too slowly. Resume from the last cursor.',
  CURSOR_EXPIRED:
    'The cursor is from before the updates that the broker keeps. Read the present state, then subscribe after its cursor.',
  SUBSCRIPTION_SCHEMA_RELOAD:
    'The server ended the stream because its schema has changed. Subscribe again, after the last cursor.',
  SERVICE_UNAVAILABLE:
    'A part of the broker does not answer now, or more orders wait than it takes. Try again, after `retryAfterMs` where it stands beside the code; every mutation is safe to repeat.',
  INTERNAL_SERVER_ERROR: 'A bug in the broker; bad input never causes it.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The one sentence that clients see in place of a bug's own message. */
export const MASKED_MESSAGE =
  'Something went wrong on our side. Try again; if it happens again, report the correlation id.';

/** Makes a deliberate error, which reaches the client unmasked. */
export const graphqlError = (code: ErrorCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

/**
 * SERVICE_UNAVAILABLE with the time after which the client may try again.
 *
 * @param reason a sentence
 */
export const overloaded = (reason: string, retryAfterMs: number): GraphQLError =>
  new GraphQLError(`${reason} Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.`, {
    extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterMs },
  });

/**
 * RATE_LIMITED with the time after which the client may try again.
 *
 * @param reason a sentence
 */
export function rateLimited(reason: string, retryAfterMs: number): GraphQLError {
  const { message, extensions } = rateLimitedAnswer(reason, retryAfterMs);
  return new GraphQLError(message, { extensions: extensions ?? null });
}

/** As `rateLimited`, without a stack trace, which costs more than the rest of a refusal. */
export const rateLimitedAnswer = (reason: string, retryAfterMs: number): GraphQLFormattedError => ({
  message: `${reason} Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.`,
  extensions: { code: 'RATE_LIMITED', retryAfterMs },
});

export const unauthenticated = (): GraphQLError =>
  graphqlError(
    'UNAUTHENTICATED',
    'This needs a token: sign in and send it as "Authorization: Bearer TOKEN".',
  );
/** The refusal of a caller without a scope. */
export const forbidden = (what: string, scope: string): GraphQLError =>
  graphqlError('FORBIDDEN', `${what} needs the scope ${scope}.`);
export const notFound = (what: string): GraphQLError =>
  graphqlError('NOT_FOUND', `${what} does not exist or is not yours.`);
/** The refusal of a cursor behind which something was pruned. */
export const cursorExpired = (days: number): GraphQLError =>
  graphqlError(
    'CURSOR_EXPIRED',
    `This cursor has expired: the broker keeps ${days} days. Read the present state, then subscribe after its cursor.`,
  );
export const badInput = (message: string): GraphQLError => graphqlError('BAD_USER_INPUT', message);

/** Passes deliberate errors and GraphQL's own. Logs any other error as a bug and masks its message. */
export function maskErrors(result: ExecutionResult, log: Log): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => maskError(error, log)) };
}

function maskError(error: GraphQLError, log: Log): GraphQLError {
  const original = error.originalError;
  if (!original || typeof error.extensions['code'] === 'string') return error;
  if (original instanceof RpcUnavailable) {
    // Each request fails like this while the part is away; the connection to it reports that once.
    log.debug({ err: original, path: error.path }, 'a part that a resolver calls does not answer');
    return unavailable(error);
  }
  if (isUnavailable(original)) {
    log.warn(
      { err: original, path: error.path },
      'the database or the cache does not answer a resolver in time',
    );
    return unavailable(error);
  }
  log.error({ err: original, path: error.path }, 'a resolver failed');
  return new GraphQLError(MASKED_MESSAGE, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}

const unavailable = ({ nodes, path }: GraphQLError): GraphQLError =>
  new GraphQLError('A part of the broker does not answer now. Try again.', {
    nodes: nodes ?? null,
    path: path ?? null,
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
