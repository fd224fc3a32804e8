import { isDatabaseUnavailable } from '#platform/postgres/unavailable.ts';

/**
 * Throws an error that is about all accounts: the database does not answer. Work for several accounts that goes on with each of them
 * alone must not take it for the fault of one.
 */
export function throwIfUnavailable(error: unknown): asserts error is Error {
  if (!(error instanceof Error) || isDatabaseUnavailable(error)) throw error;
}
