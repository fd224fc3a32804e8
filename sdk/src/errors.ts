/** One error of a GraphQL answer, as the graph sends it. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string } & Record<string, unknown>;
}

/**
 * The graph answered with errors. Refusals never come this way: they are members of the result (`__typename` Refusal).
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
}

/** No answer came: the graph cannot be reached, or what answered was no graph. Safe to repeat. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}
