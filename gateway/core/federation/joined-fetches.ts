import type { ExecutionResult } from 'graphql';
import type { SubgraphConnection, SubgraphRequest } from '#platform/graphql/subgraph.ts';

type Execute = SubgraphConnection['execute'];

const MUTATION = /^\s*mutation\b/;

/** Whether a fetch may share its answer: equal fetches of a caller would get equal answers. */
export const isShareable = ({ query }: SubgraphRequest): boolean => !MUTATION.test(query);

/**
 * Joins equal fetches of one caller that begin in one turn of the event loop: a hot query runs once, however many clients send it
 * together. A fetch that begins in a later turn runs anew, also while an equal one is under way: its client may have seen a change
 * meanwhile. The fetch carries the correlation id of the first.
 */
export function joinFetches(execute: Execute): Execute {
  /** Fetches that have begun in this turn, with the callers that wait for the same answer. */
  const begun = new Map<string, ((answer: Promise<ExecutionResult>) => void)[]>();
  const endTurn = (): void => begun.clear();
  const begin = (key: string, request: SubgraphRequest): Promise<ExecutionResult> => {
    const joined: ((answer: Promise<ExecutionResult>) => void)[] = [];
    if (begun.size === 0) setImmediate(endTurn);
    begun.set(key, joined);
    const answer = execute(request);
    const share = (make: () => Promise<ExecutionResult>): void => {
      if (begun.get(key) === joined) begun.delete(key);
      for (const resolve of joined) resolve(make());
    };
    return answer.then(
      (result) => {
        share(async () => copyOf(result));
        return result;
      },
      (error: unknown) => {
        share(async () => {
          throw error;
        });
        throw error;
      },
    );
  };
  return async (request) => {
    if (!isShareable(request)) return execute(request);
    const key = keyOf(request);
    const joined = begun.get(key);
    if (!joined) return begin(key, request);
    return new Promise<ExecutionResult>((resolve) => joined.push(resolve));
  };
}

const keyOf = ({ query, variables, operationName, statement }: SubgraphRequest): string =>
  JSON.stringify([query, statement ?? null, operationName ?? null, variables ?? null]);

/** A copy for another operation: each adds to its answer the fields of other subgraphs. */
const copyOf = (result: ExecutionResult): ExecutionResult =>
  result.data ? { ...result, data: copied(result.data) as Record<string, unknown> } : result;

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) copy[name] = copied(field);
  return copy;
}
