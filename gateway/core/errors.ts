import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { MASKED_MESSAGE, type ErrorCode } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';
import { shortened } from '#platform/shortened.ts';

/** A request that was refused before any of it ran. */
export interface RequestRefused {
  /** The HTTP status. */
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
  /** Further header fields of the HTTP answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Extensions of the answer. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Creates a refusal with one error. */
export const refuseRequest = (status: number, code: ErrorCode, message: string): RequestRefused => ({
  status,
  errors: [{ message, extensions: { code } }],
});

/** Characters of a message: errors repeat the value that they refuse, which may have the size of the request. */
const MAX_MESSAGE = 1_000;

/** Code of an error that is a bug of the gateway or of a subgraph. Its message is never shown. */
const BUG = 'INTERNAL_SERVER_ERROR';

/** The parts of subgraphs' errors that clients get. */
export interface PassedErrors {
  /** True for the code of an error that clients get as it is; any other error is logged and masked. */
  readonly acceptsCode: (code: string) => boolean;
  /** Names of further extensions of such an error that clients get, beside `code`. */
  readonly errorExtensions: readonly string[];
}

/** Formats an error for the client. Logs a bug. */
export type PresentError = (error: unknown, log: Log) => GraphQLFormattedError;

/**
 * Creates the formatting of errors: message, path, locations, code and the extensions that the hooks name. Accepted codes of
 * subgraphs pass; their names and stack traces do not. An error without an accepted code is a bug: it is logged and its message
 * is masked.
 */
export const createErrorPresenter =
  ({ acceptsCode, errorExtensions }: PassedErrors): PresentError =>
  (error, log) => {
    const given: Partial<GraphQLFormattedError> =
      error instanceof GraphQLError ? error.toJSON() : (error ?? {});
    const code = given.extensions?.['code'];
    const position = {
      ...(given.locations && { locations: given.locations }),
      ...(given.path && { path: given.path }),
    };
    if (typeof code === 'string' && code !== BUG && acceptsCode(code)) {
      const further = Object.entries(given.extensions ?? {}).filter(([name]) =>
        errorExtensions.includes(name),
      );
      const extensions = { ...Object.fromEntries(further), code, ...waitOf(code, given) };
      return { message: shortened(given.message ?? '', MAX_MESSAGE), ...position, extensions };
    }
    // The subgraph has already logged an error that it masked.
    if (code !== BUG || given.message !== MASKED_MESSAGE) {
      log.error({ err: error }, 'the gateway failed');
    }
    return { message: MASKED_MESSAGE, ...position, extensions: { code: BUG } };
  };

/** Codes of errors that pass when the client waits. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>(['RATE_LIMITED', 'SERVICE_UNAVAILABLE']);

/** The fields by which a client knows when to come back; none for a code of an error that does not pass. */
function waitOf(code: string, { extensions }: Partial<GraphQLFormattedError>): Record<string, unknown> {
  if (!PASSING.has(code)) return {};
  const { retryAfterMs, rateLimits } = extensions ?? {};
  return {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(rateLimits !== undefined && { rateLimits }),
  };
}

/** The code of an error, or of the first error of a list; null when it has none. */
export function codeOf(error: unknown): string | null {
  const first: unknown = Array.isArray(error) ? error[0] : error;
  if (typeof first !== 'object' || first === null || !('extensions' in first)) return null;
  const code = (first.extensions as Record<string, unknown> | undefined)?.['code'];
  return typeof code === 'string' ? code : null;
}
