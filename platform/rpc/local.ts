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

/** The methods of a contract as functions, for the caller and for the implementation. */
export type Calls<C extends ContractShape> = {
  readonly [M in keyof C['methods']]: (
    input: z.infer<C['methods'][M]['input']>,
  ) => Promise<z.infer<C['methods'][M]['output']>>;
};

/** A call got no answer. The caller may repeat it later: every call is idempotent. */
export class RpcUnavailable extends Error {
  override readonly name = 'RpcUnavailable';
}

/** The answer to a call is a failure: a bug of the callee or of the caller, logged where it occurred. */
export class RpcFailed extends Error {
  override readonly name = 'RpcFailed';
}

/**
 * Creates calls within a process. `bind` sets the implementation later, so that parts that call each other can start in
 * any order; a call before `bind` is RpcUnavailable.
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
