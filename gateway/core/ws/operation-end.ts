import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { PullStream } from '#platform/streams/pull-stream.ts';

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

type Result = IteratorResult<ExecutionResult, undefined>;

const DONE: Result = { done: true, value: undefined };

/** A class: each of thousands of subscriptions has one. It ends once, by its owner or by its reader. */
class EndingResults implements OpenOperation, PullStream<ExecutionResult> {
  readonly #onReturn: () => void;
  /** The read that waits for the end. graphql-ws reads one result at a time. */
  #read: { readonly resolve: (result: Result) => void; readonly reject: (error: Error) => void } | null =
    null;
  #error: Error | null = null;
  #isOver = false;

  constructor(onReturn: () => void) {
    this.#onReturn = onReturn;
  }

  get results(): PullStream<ExecutionResult> {
    return this;
  }

  complete(): void {
    this.#end(null);
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.#end(new OperationFailed(errors));
  }

  async next(): Promise<Result> {
    const error = this.#error;
    this.#error = null;
    if (error) throw error;
    if (this.#isOver) return DONE;
    return new Promise<Result>((resolve, reject) => {
      this.#read = { resolve, reject };
    });
  }

  async return(): Promise<Result> {
    if (!this.#isOver) {
      this.#end(null);
      this.#onReturn();
    }
    return DONE;
  }

  async throw(error: unknown): Promise<Result> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(error: Error | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const read = this.#read;
    this.#read = null;
    if (!read) this.#error = error;
    else if (error) read.reject(error);
    else read.resolve(DONE);
  }
}

/** @param onReturn called once when the client or the socket ends the operation */
export const createOpenOperation = (onReturn: () => void): OpenOperation => new EndingResults(onReturn);
