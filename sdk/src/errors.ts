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

  /** Names the request in the graph's log: for a report to the operator. Absent over a socket. */
  get correlationId(): string | undefined {
    const id = this.errors[0]?.extensions?.['correlationId'];
    return typeof id === 'string' ? id : undefined;
  }

  /** With the code RATE_LIMITED or SERVICE_UNAVAILABLE: time after which the same request is admitted. */
  get retryAfterMs(): number | undefined {
    const waits = this.errors.map(({ extensions }) => extensions?.['retryAfterMs']);
    const known = waits.filter((wait): wait is number => typeof wait === 'number');
    return known.length === 0 ? undefined : Math.max(...known);
  }
}

interface ConnectionErrorOptions extends ErrorOptions {
  readonly code?: string;
  readonly retryAfterMs?: number | undefined;
  readonly correlationId?: string | undefined;
}

/**
 * No GraphQL response: the graph is unreachable, did not answer in time, or the response was not GraphQL. Whether a mutation has
 * run is open.
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** UPDATE_MISSING at the end of a stream that cannot get its next update; undefined for all others. */
  readonly code: string | undefined;
  /** Time that the header Retry-After names. */
  readonly retryAfterMs: number | undefined;
  /** That of an answer which is no GraphQL: names the request in the graph's log, for a report to the operator. */
  readonly correlationId: string | undefined;

  constructor(message: string, options: ConnectionErrorOptions = {}) {
    super(message, options);
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
    this.correlationId = options.correlationId;
  }
}

/** The caller's function gave no token in time. A request that waits for it has taken its time already, and is not repeated. */
export class TokenLate extends ConnectionError {
  constructor(timeoutMs: number) {
    super(`the function \`token\` gave no token within ${timeoutMs} ms`);
  }
}

/** Codes of errors that pass: the same request may succeed later. */
const PASSING = new Set([
  'SERVICE_UNAVAILABLE',
  'SLOW_CONSUMER',
  'SUBSCRIPTION_SCHEMA_RELOAD',
  'RATE_LIMITED',
]);

/** An error after which the same request may succeed. */
export const isPassing = (error: unknown): error is BrokerError | ConnectionError =>
  error instanceof ConnectionError || (error instanceof BrokerError && PASSING.has(error.code ?? ''));

/** The graph does not know the caller: no token, or one that has expired. */
export const isUnauthenticated = (error: unknown): error is BrokerError =>
  error instanceof BrokerError &&
  error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');

/** An error that the client itself gives, with a code of the graph. */
export const brokerError = (code: string, message: string): BrokerError =>
  new BrokerError([{ message, extensions: { code } }]);
