import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, type ErrorCode } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';

/** The request itself is refused: nothing of it ran. `status` is what HTTP answers. */
export interface RequestRefused {
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Refuses a request with one error. */
export const refuseRequest = (status: number, code: ErrorCode, message: string): RequestRefused => ({
  status,
  errors: [{ message, extensions: { code } }],
});

const MASKED = 'Something went wrong on our side. Try again; if it stays, tell us the correlation id.';

const isCode = (code: unknown): boolean =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) && code !== 'INTERNAL_SERVER_ERROR';

/**
 * An error as a client sees it: message, path, place and code. Codes of subgraphs pass, their names and traces do not;
 * whatever carries no code of ours is a bug, logged whole and shown as one sentence.
 */
export function presentError(error: unknown, log: Log): GraphQLFormattedError {
  const given: Partial<GraphQLFormattedError> =
    error instanceof GraphQLError ? error.toJSON() : (error ?? {});
  const code = given.extensions?.['code'];
  const place = {
    ...(given.locations && { locations: given.locations }),
    ...(given.path && { path: given.path }),
  };
  if (isCode(code)) return { message: given.message ?? '', ...place, extensions: { code } };
  // One that a subgraph masked is logged there already.
  if (code !== 'INTERNAL_SERVER_ERROR' || given.message !== MASKED) {
    log.error({ err: error }, 'the gateway failed');
  }
  return { message: MASKED, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/** The code of an error or of the first of several, wherever it came from; null when it has none. */
export function codeOf(error: unknown): string | null {
  const first: unknown = Array.isArray(error) ? error[0] : error;
  if (typeof first !== 'object' || first === null || !('extensions' in first)) return null;
  const code = (first.extensions as Record<string, unknown> | undefined)?.['code'];
  return typeof code === 'string' ? code : null;
}
