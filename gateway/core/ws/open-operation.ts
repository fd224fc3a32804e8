import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { createPullStream, type PullStream } from '#platform/streams/pull-stream.ts';

/**
 * Carries the formatted errors of an operation through graphql-ws to its error frame. It has no stack trace: making its text
 * takes longer than the refusal of an operation.
 */
export class OperationFailed extends GraphQLError {
  override readonly stack = '';
  readonly errors: readonly GraphQLFormattedError[];
  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'the operation has failed');
    this.errors = errors;
  }
}

/** Ends an operation for its client, by the client's transport. */
export interface OperationEnd {
  /** Ends the operation normally. */
  complete(): void;
  /** Ends the operation with errors for the client. */
  fail(errors: readonly GraphQLFormattedError[]): void;
}

/** An operation that graphql-ws keeps open while the gateway writes its frames elsewhere. It yields no result. */
export interface OpenOperation extends OperationEnd {
  readonly results: PullStream<ExecutionResult>;
}

/** @param onReturn called once when the client or the socket ends the operation */
export function createOpenOperation(onReturn: () => void): OpenOperation {
  let finish: (error?: Error) => void = () => undefined;
  const results = createPullStream<ExecutionResult>((control) => {
    finish = control.finish;
    return { next: () => null, close: onReturn };
  });
  return {
    results,
    complete: () => finish(),
    fail: (errors) => finish(new OperationFailed(errors)),
  };
}
