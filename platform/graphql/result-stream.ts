import type { ExecutionResult, GraphQLError } from 'graphql';
import { graphqlError } from './errors.ts';

/** More results than this, waiting to be read, mean a reader that will not catch up. */
const MAX_WAITING = 10_000;

/** Results that are pushed at one end and read at the other. */
export interface ResultStream {
  readonly results: AsyncIterableIterator<ExecutionResult>;
  push(result: ExecutionResult): void;
  /** After what waits has been read the stream ends. */
  end(): void;
  /** After what waits has been read the stream throws, once. */
  fail(error: GraphQLError): void;
}

/**
 * Makes a stream for one reader. A reader who stops for so long that 10,000 results wait gets SLOW_CONSUMER.
 *
 * @param onReturn called once, when the reader stops reading before the end
 */
export function createResultStream(onReturn: () => void): ResultStream {
  const waiting: ExecutionResult[] = [];
  let last: { readonly error: GraphQLError | null } | undefined;
  const readers: (() => void)[] = [];
  const notify = (): void => readers.splice(0).forEach((wake) => wake());
  const finish = (error: GraphQLError | null): void => {
    last ??= { error };
    notify();
  };
  const stop = (): void => {
    if (!last) onReturn();
    waiting.length = 0;
    last = { error: null };
    notify();
  };
  const next = async (): Promise<IteratorResult<ExecutionResult>> => {
    for (;;) {
      const result = waiting.shift();
      if (result) return { done: false, value: result };
      if (last) {
        const { error } = last;
        last = { error: null };
        if (error) throw error;
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => readers.push(resolve));
    }
  };
  const results: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]: () => results,
    next,
    return: async () => {
      stop();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      stop();
      throw error;
    },
  };
  const push = (result: ExecutionResult): void => {
    if (last) return;
    waiting.push(result);
    if (waiting.length > MAX_WAITING) {
      onReturn();
      finish(graphqlError('SLOW_CONSUMER', 'The stream was read too slowly and has ended.'));
    }
    notify();
  };
  return { results, push, end: () => finish(null), fail: finish };
}
