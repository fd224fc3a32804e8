import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, MASKED_MESSAGE, type ErrorCode } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';

/** A request that was refused before any of it ran. */
export interface RequestRefused {
  /** The HTTP status. */
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Creates a refusal with one error. */
export const refuseRequest = (status: number, code: ErrorCode, message: string): RequestRefused => ({
  status,
  errors: [{ message, extensions: { code } }],
});

const isCode = (code: unknown): boolean =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) && code !== 'INTERNAL_SERVER_ERROR';

/**
 * Formats an error for the client: message, path, locations and code. Codes of subgraphs pass; their names and stack traces
 * do not. An error without a code of the catalogue is a bug: it is logged and its message is masked.
 */
export function presentError(error: unknown, log: Log): GraphQLFormattedError {
  const given: Partial<GraphQLFormattedError> =
    error instanceof GraphQLError ? error.toJSON() : (error ?? {});
  const code = given.extensions?.['code'];
  const position = {
    ...(given.locations && { locations: given.locations }),
    ...(given.path && { path: given.path }),
  };
  if (isCode(code)) return { message: given.message ?? '', ...position, extensions: { code } };
  // The subgraph has already logged an error that it masked.
  if (code !== 'INTERNAL_SERVER_ERROR' || given.message !== MASKED_MESSAGE) {
    log.error({ err: error }, 'the gateway failed');
  }
  return { message: MASKED_MESSAGE, ...position, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/** The code of an error, or of the first error of a list; null when it has none. */
export function codeOf(error: unknown): string | null {
  const first: unknown = Array.isArray(error) ? error[0] : error;
  if (typeof first !== 'object' || first === null || !('extensions' in first)) return null;
  const code = (first.extensions as Record<string, unknown> | undefined)?.['code'];
  return typeof code === 'string' ? code : null;
}
