import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { createPullStream, type PullStream } from '#platform/streams/pull-stream.ts';

/** Carries the formatted errors of an operation through graphql-ws to its error frame. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  readonly errors: readonly GraphQLFormattedError[];
  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'the operation has failed');
    this.errors = errors;
  }
}

/** An operation that graphql-ws keeps open while the gateway writes its frames elsewhere. It yields no result. */
export interface OpenOperation {
  readonly results: PullStream<ExecutionResult>;
  /** Ends the operation normally. */
  complete(): void;
  /** Ends the operation with errors for the client. */
  fail(errors: readonly GraphQLFormattedError[]): void;
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
