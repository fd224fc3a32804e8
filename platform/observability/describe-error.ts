/** An error as the log stores it. */
export interface ErrorDescription {
  /** The name of its class. */
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
  /** The errors of an AggregateError. */
  readonly errors?: readonly ErrorDescription[];
}

const MAX_DEPTH = 5;
const MAX_ERRORS = 10;

/**
 * Keeps only name, message, code, stack and causes of an error. Libraries attach more, such as the arguments of the
 * failed command, which include the password when the command was a login.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  const hasMore = depth < MAX_DEPTH;
  return {
    type: name === 'Error' ? error.constructor.name : name,
    message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(stack !== undefined && { stack }),
    ...(hasMore && cause !== undefined && { cause: describeError(cause, depth + 1) }),
    ...(hasMore &&
      error instanceof AggregateError && {
        errors: error.errors.slice(0, MAX_ERRORS).map((one) => describeError(one, depth + 1)),
      }),
  };
}
