import { RpcUnavailable, type Calls, type ContractShape } from './local.ts';

/**
 * Calls a part of which several instances run and one answers. Tries the instance that answered last and, when that one
 * is RpcUnavailable, the others in turn. Throws RpcUnavailable when none answers.
 */
export function createFailoverCalls<C extends ContractShape>(
  contract: C,
  instances: readonly Calls<C>[],
): Calls<C> {
  let last = 0;
  const entries = Object.keys(contract.methods).map((method) => [
    method,
    async (input: never): Promise<unknown> => {
      const reasons: string[] = [];
      const first = last;
      for (let turn = 0; turn < instances.length; turn++) {
        const index = (first + turn) % instances.length;
        try {
          const answer: unknown = await instances[index]?.[method]?.(input);
          last = index;
          return answer;
        } catch (error) {
          if (!(error instanceof RpcUnavailable)) throw error;
          reasons.push(error.message);
        }
      }
      throw new RpcUnavailable(reasons.join('; '));
    },
  ]);
  return Object.fromEntries(entries) as Calls<C>;
}
