/** An error of a GraphQL response. */
export interface GraphError {
  readonly message: string;
  /** Response keys and list indexes of the field that failed; absent when the whole operation failed. */
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string } & Record<string, unknown>;
}

/**
 * The graph refused an operation, or no root field of it has a result. Refusals of the broker are not errors: they are
 * members of the result (`__typename` Refusal).
 */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly errors: readonly GraphError[];

  constructor(errors: readonly GraphError[]) {
    super(errors.map((error) => error.message).join('; ') || 'the graph answered without data');
    this.errors = errors;
  }

  /** Code of the first error, for example UNAUTHENTICATED; see docs/ERRORS.md. */
  get code(): string | undefined {
    return this.errors[0]?.extensions?.code;
  }

  /** With the code RATE_LIMITED: time after which the same request is admitted. The client repeats no request by itself. */
  get retryAfterMs(): number | undefined {
    const waits = this.errors.map(({ extensions }) => extensions?.['retryAfterMs']);
    const known = waits.filter((wait): wait is number => typeof wait === 'number');
    return known.length === 0 ? undefined : Math.max(...known);
  }
}

/** No GraphQL response: the graph is unreachable, or the response was not GraphQL. Safe to repeat. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}
