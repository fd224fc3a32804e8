import type { GraphQLDataSource } from '@apollo/gateway';
import type { ResponsePath } from '@apollo/query-planner';
import type { GraphQLFormattedError } from 'graphql';
import { entityPaths } from './entity-paths.ts';
import type { PlannedFetch } from './planned-fetches.ts';

/** A field that a fetch has not delivered, before nulls propagate. */
export interface FailedField {
  readonly path: ResponsePath;
  /** Path of the entity or of the root that the field belongs to. */
  readonly owner: ResponsePath;
}

/** An error of a subgraph, or of the connection to it, and the fields that it concerns. */
export interface FetchFailure {
  readonly error: GraphQLFormattedError;
  readonly fields: readonly FailedField[];
  /** True when the subgraph has named the field; false when a whole fetch or entity failed. */
  readonly isOfOneField: boolean;
}

/** Subgraphs of one execution, whose errors are recorded instead of passed to Apollo's executor. */
export interface FailureRecord {
  readonly services: Record<string, GraphQLDataSource>;
  readonly failures: readonly FetchFailure[];
}

type Options = Parameters<GraphQLDataSource['process']>[0];
type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * Records the errors of every fetch of a plan. The executor gives an error without a path none, takes a representation's index
 * for that of its entity, and reports no null in a non-null field beside other errors; so it sees only the data.
 */
export function recordFailures(
  fetches: readonly PlannedFetch[],
  services: Record<string, GraphQLDataSource>,
): FailureRecord {
  const failures: FetchFailure[] = [];
  const roots: unknown[] = [];
  const record = (name: string, service: GraphQLDataSource): GraphQLDataSource => ({
    process: async (options) => {
      const fetch = fetchOf(fetches, name, options);
      const representations = fetch.isOfEntities ? representationsOf(options) : null;
      const answer = await service.process(options);
      const { errors = [], ...response } = representations
        ? withEntities(name, representations, answer)
        : answer;
      if (!representations) roots.push(response.data);
      if (errors.length > 0) {
        const owners = ownersOf(fetch, representations, responseOf(roots));
        failures.push(...errors.map((error) => failureOf(error, fetch, owners)));
      }
      return response;
    },
  });
  const recording = Object.entries(services).map(([name, service]) => [name, record(name, service)] as const);
  return { services: Object.fromEntries(recording), failures };
}

type Representations = readonly Record<string, unknown>[];

const representationsOf = ({ request }: Options): Representations =>
  (request.variables?.['representations'] ?? []) as Representations;

/** Checks that a subgraph has answered every representation; else the whole fetch fails. */
function withEntities(name: string, representations: Representations, response: Response): Response {
  const entities: unknown = response.data?.['_entities'] ?? null;
  if (!response.data || (Array.isArray(entities) && entities.length === representations.length)) {
    return response;
  }
  return { data: null, errors: [{ message: `${name} did not answer every representation` }] };
}

function fetchOf(fetches: readonly PlannedFetch[], name: string, options: Options): PlannedFetch {
  const path = 'pathInIncomingRequest' in options ? (options.pathInIncomingRequest ?? []) : [];
  const found = fetches.find(
    (fetch) => fetch.service === name && fetch.query === options.request.query && isEqual(fetch.path, path),
  );
  if (!found) throw new Error(`the plan has no such fetch from ${name}`);
  return found;
}

const isEqual = (one: ResponsePath, other: ResponsePath): boolean => one.join('\n') === other.join('\n');

/**
 * The response before nulls propagate. The executor merges every later fetch into the objects of the fetches of root fields,
 * so those objects hold all that is known.
 */
function responseOf(roots: readonly unknown[]): Record<string, unknown> {
  const response: Record<string, unknown> = {};
  for (const root of roots) for (const [key, value] of Object.entries(root ?? {})) response[key] ??= value;
  return response;
}

interface Owner {
  readonly path: ResponsePath;
  readonly typeName: string | undefined;
}

/** The objects that a fetch completes. */
function ownersOf(fetch: PlannedFetch, representations: Representations | null, response: object): Owner[] {
  if (!representations) return [{ path: fetch.path.filter((step) => step !== '@'), typeName: undefined }];
  const paths = entityPaths(response, fetch.path, representations);
  return representations.map(({ __typename }, index) => ({
    path: paths[index] ?? [],
    typeName: typeof __typename === 'string' ? __typename : undefined,
  }));
}

function failureOf(
  error: GraphQLFormattedError,
  fetch: PlannedFetch,
  owners: readonly Owner[],
): FetchFailure {
  const path = error.path ?? [];
  const owner = owners[fetch.isOfEntities ? Number(path[1]) : 0];
  const rest = path.slice(fetch.isOfEntities ? 2 : 0).map((segment) => fetch.nameOf(segment));
  if (owner && rest.length > 0) {
    return { error, fields: [{ path: [...owner.path, ...rest], owner: owner.path }], isOfOneField: true };
  }
  const failed = owner && path.length > 0 ? [owner] : owners;
  const fields = failed.flatMap(({ path: start, typeName }) =>
    fetch.keysOf(typeName).map((key) => ({ path: [...start, key], owner: start })),
  );
  return { error, fields, isOfOneField: false };
}
