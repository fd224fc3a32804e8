import { RpcUnavailable } from '#platform/rpc/local.ts';
import type { PartLinks } from '#processes/embedded/part-links.ts';

/** Parts of a broker in this process that can be stopped one by one: for the gateway and for the other parts. */
export interface BreakableParts {
  readonly links: PartLinks;
  /** Runs work while a part is stopped. */
  without<T>(part: string, work: () => Promise<T>): Promise<T>;
}

/** Creates the links of a broker. A stopped part fails as one whose process is gone. */
export function createBreakableParts(): BreakableParts {
  const stopped = new Set<string>();
  const refuse = (part: string): void => {
    if (stopped.has(part)) throw new RpcUnavailable(`connect ECONNREFUSED ${part}`);
  };
  return {
    links: {
      connection: (subgraph) => ({
        name: subgraph.name,
        execute: async (request) => {
          refuse(subgraph.name);
          return subgraph.execute(request);
        },
        subscribe: async (request) => {
          refuse(subgraph.name);
          return subgraph.subscribe(request);
        },
      }),
      calls: (part, calls) =>
        new Proxy(calls, {
          get: (target, name) => {
            const call: unknown = Reflect.get(target, name);
            if (typeof call !== 'function') return call;
            return async (input: unknown): Promise<unknown> => {
              refuse(part);
              return Reflect.apply(call, target, [input]);
            };
          },
        }),
    },
    without: async (part, work) => {
      stopped.add(part);
      try {
        return await work();
      } finally {
        stopped.delete(part);
      }
    },
  };
}
