import type { ExecutionResult, GraphQLFormattedError } from 'graphql';

/** Why a subscription ended, carried through graphql-ws to its error frame. */
export class SubscriptionEnded extends Error {
  override readonly name = 'SubscriptionEnded';
  readonly errors: readonly GraphQLFormattedError[];
  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'the subscription has ended');
    this.errors = errors;
  }
}

/** An iterator that never yields: graphql-ws keeps the operation open over it while frames are written elsewhere. */
export interface EndlessResults extends AsyncGenerator<ExecutionResult, void, void> {
  /** Ends the operation, from our side. */
  fail(errors: readonly GraphQLFormattedError[]): void;
}

/** @param onReturn called once, when the client or the socket ends the operation */
export function createEndlessResults(onReturn: () => void): EndlessResults {
  type Result = IteratorResult<ExecutionResult, void>;
  const done: Result = { done: true, value: undefined };
  let settle: { resolve: (result: Result) => void; reject: (error: Error) => void } | undefined;
  let end: { readonly error: SubscriptionEnded | null } | undefined;
  const finish = (error: SubscriptionEnded | null): boolean => {
    if (end) return false;
    end = { error };
    if (error) settle?.reject(error);
    else settle?.resolve(done);
    return true;
  };
  const results: EndlessResults = {
    [Symbol.asyncIterator]: () => results,
    next: () => {
      if (end) return end.error ? Promise.reject(end.error) : Promise.resolve(done);
      return new Promise((resolve, reject) => (settle = { resolve, reject }));
    },
    return: async () => {
      if (finish(null)) onReturn();
      return done;
    },
    throw: async (error) => {
      if (finish(null)) onReturn();
      throw error;
    },
    fail: (errors) => void finish(new SubscriptionEnded(errors)),
  };
  return results;
}
