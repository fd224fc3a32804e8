import type { z } from 'zod';

interface MethodShape {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}
/** A contract of synchronous calls: a service's name and its methods with their validators. */
export interface ContractShape {
  readonly service: string;
  readonly methods: Readonly<Record<string, MethodShape>>;
}

/** The calls of a contract, as they are implemented and as they are called. */
export type Calls<C extends ContractShape> = {
  readonly [M in keyof C['methods']]: (
    input: z.infer<C['methods'][M]['input']>,
  ) => Promise<z.infer<C['methods'][M]['output']>>;
};

/** A call that did not get its answer. The caller may try again later: every call is idempotent. */
export class RpcUnavailable extends Error {
  override readonly name = 'RpcUnavailable';
}

/** A call that was answered with a failure: a bug of the callee or of the caller, logged where it happened. */
export class RpcFailed extends Error {
  override readonly name = 'RpcFailed';
}

/**
 * Calls within a process. The implementation may come later than its callers (`bind`), so that parts which call each
 * other can start in any order; until then a call is RpcUnavailable.
 */
export function createLocalCalls<C extends ContractShape>(
  contract: C,
): { calls: Calls<C>; bind(implementation: Calls<C>): void } {
  let bound: Calls<C> | undefined;
  const entries = Object.keys(contract.methods).map((method) => [
    method,
    async (input: never) => {
      const implementation = bound?.[method];
      if (!implementation) throw new RpcUnavailable(`${contract.service} has not started yet`);
      return implementation(input);
    },
  ]);
  return {
    calls: Object.fromEntries(entries) as Calls<C>,
    bind: (implementation) => {
      bound = implementation;
    },
  };
}
