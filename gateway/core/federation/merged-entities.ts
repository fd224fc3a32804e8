import type { ExecutionResult } from 'graphql';
import type { SubgraphConnection, SubgraphRequest } from '#platform/graphql/subgraph.ts';
import { isShareable } from './joined-fetches.ts';

type Execute = SubgraphConnection['execute'];

/** Entities of one request: more would make a small fetch wait for a large one. */
const MAX_ENTITIES = 100;

/** A fetch of entities that waits for the end of the tick. */
interface Waiting {
  readonly request: SubgraphRequest;
  readonly representations: readonly unknown[];
  readonly resolve: (answer: Promise<ExecutionResult>) => void;
}

/**
 * Merges the fetches of entities that begin in one tick, when they are alike but for the entities and of one caller: the events of a
 * watchlist need one request for their fields of another subgraph. The tick ends with the callbacks that are due now, so a lone fetch
 * waits for no other. The request carries the correlation id of the first.
 */
export function mergeEntities(execute: Execute): Execute {
  const waiting = new Map<string, Waiting[]>();
  const sendAll = (): void => {
    const groups = [...waiting.values()];
    waiting.clear();
    for (const group of groups) for (const part of partsOf(group)) send(part, execute);
  };
  return async (request) => {
    const representations = request.variables?.['representations'];
    if (!Array.isArray(representations) || !isShareable(request)) return execute(request);
    if (waiting.size === 0) process.nextTick(sendAll);
    const key = keyOf(request);
    return new Promise<ExecutionResult>((resolve) => {
      const fetch: Waiting = { request, representations, resolve };
      const group = waiting.get(key);
      if (group) group.push(fetch);
      else waiting.set(key, [fetch]);
    });
  };
}

/** Divides fetches, in their order, into requests of at most MAX_ENTITIES entities; a larger fetch is alone. */
function partsOf(group: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const parts: Waiting[][] = [];
  let entities = Infinity;
  for (const fetch of group) {
    const count = fetch.representations.length;
    if (entities + count > MAX_ENTITIES) {
      parts.push([]);
      entities = 0;
    }
    entities += count;
    parts.at(-1)?.push(fetch);
  }
  return parts;
}

function send(fetches: readonly Waiting[], execute: Execute): void {
  const [first] = fetches;
  if (!first) return;
  if (fetches.length === 1) return first.resolve(execute(first.request));
  const representations = fetches.flatMap((fetch) => fetch.representations);
  const variables = { ...first.request.variables, representations };
  const answer = execute({ ...first.request, variables });
  let from = 0;
  for (const fetch of fetches) {
    const start = from;
    const end = (from += fetch.representations.length);
    // Paths of errors belong to the merged request: each fetch is sent again, and gets its own.
    const part = (result: ExecutionResult): ExecutionResult | Promise<ExecutionResult> =>
      entitiesOf(result, start, end, representations.length) ?? execute(fetch.request);
    fetch.resolve(answer.then(part));
  }
  return undefined;
}

/** The entities from `start` to `end` of an answer; null for an answer with errors, or of another length. */
function entitiesOf(
  { data, errors, extensions }: ExecutionResult,
  start: number,
  end: number,
  length: number,
): ExecutionResult | null {
  const entities = data?.['_entities'];
  if (errors || !Array.isArray(entities) || entities.length !== length) return null;
  return { data: { _entities: entities.slice(start, end) }, ...(extensions && { extensions }) };
}

/** A document of entities rarely has other variables. */
function keyOf({ query, variables = {}, operationName = '', statement = '' }: SubgraphRequest): string {
  const others =
    Object.keys(variables).length > 1 ? JSON.stringify({ ...variables, representations: null }) : '';
  return JSON.stringify([operationName, statement, others]) + query;
}
