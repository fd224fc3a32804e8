import { GraphQLError } from 'graphql';
import type { FieldFailure } from './client-errors.ts';

/** Errors of one result, with the one that counts the rest: a list of thousands of links may lose all of them. */
export const MAX_ERRORS = 100;

/**
 * Creates the errors of one result. Beyond `MAX_ERRORS` the last error has no path: its message is the number of errors left out,
 * its code that of the first of them.
 */
export function limitErrors(failures: readonly FieldFailure[]): GraphQLError[] {
  const listed = failures.length > MAX_ERRORS ? failures.slice(0, MAX_ERRORS - 1) : failures;
  const errors = listed.map(
    ({ message, path, extensions }) =>
      new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null }),
  );
  const omitted = failures.slice(listed.length);
  const [first] = omitted;
  if (!first) return errors;
  const message = `${omitted.length} more errors are left out.`;
  const code = first.extensions?.['code'];
  return [...errors, new GraphQLError(message, { extensions: { code } })];
}
