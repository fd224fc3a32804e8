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
  /** Fetches that have begun in this turn, by their document. */
  const begun = new Map<string, Begun[]>();
  const endTurn = (): void => begun.clear();
  const begin = (request: SubgraphRequest): Promise<ExecutionResult> => {
    const fetch = new Begun(request);
    if (begun.size === 0) setImmediate(endTurn);
    const others = begun.get(request.query);
    if (others) others.push(fetch);
    else begun.set(request.query, [fetch]);
    const answer = execute(request);
    const share = (make: () => Promise<ExecutionResult>): void => {
      fetch.isOver = true;
      for (const resolve of fetch.joined) resolve(make());
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
    const equal = begun.get(request.query)?.find((fetch) => fetch.takes(request));
    if (!equal) return begin(request);
    return new Promise<ExecutionResult>((resolve) => equal.joined.push(resolve));
  };
}

/** A fetch that others may join. */
class Begun {
  readonly joined: ((answer: Promise<ExecutionResult>) => void)[] = [];
  isOver = false;
  readonly #request: SubgraphRequest;
  /** Its variables as JSON, once another fetch of the document has come: most fetches are alone. */
  #variables: string | null = null;

  constructor(request: SubgraphRequest) {
    this.#request = request;
  }

  takes({ statement, operationName, variables }: SubgraphRequest): boolean {
    const own = this.#request;
    if (this.isOver || own.statement !== statement || own.operationName !== operationName) return false;
    this.#variables ??= JSON.stringify(own.variables ?? null);
    return this.#variables === JSON.stringify(variables ?? null);
  }
}

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
