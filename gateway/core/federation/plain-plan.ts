import type { GraphQLDataSource } from '@apollo/gateway';
import type {
  FetchNode,
  PlanNode,
  QueryPlan,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';
import { isObjectType, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { PreparedOperation } from '../operations/prepare.ts';
import { fragmentsOf } from '../operations/selections.ts';
import type { RequestContext } from './request-context.ts';
import { compileShape, UNFIT } from './response-shape.ts';

type ServiceMap = Readonly<Record<string, GraphQLDataSource>>;
type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;
type Fields = Record<string, unknown>;

/** The result of a plan: the client's data, or subgraphs that repeat their answers, when one has errors or does not fit. */
export type PlainResult =
  { readonly data: Fields } | { readonly answered: Record<string, GraphQLDataSource> };

/** Runs a plan. */
export type RunPlain = (
  operation: PreparedOperation,
  services: ServiceMap,
  context: RequestContext,
) => Promise<PlainResult>;

interface Run {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly services: ServiceMap;
  readonly context: RequestContext;
  readonly root: Fields;
  readonly answers: Answers;
}

/** A step of a plan. Resolves to false when an answer has errors or does not fit. */
type Step = (run: Run) => Promise<boolean>;

/**
 * Compiles a plan of fetches of root fields and of entities, as nearly all are: it runs without the model of the operation that
 * Apollo's executor builds for each run. Returns null for a plan with conditions or rewrites, for entities of an interface, and for a
 * result that depends on variables in other ways than through the subgraphs.
 *
 * @param schema of the clients
 * @param supergraph knows the types that clients do not see
 */
export function plainPlanOf(
  schema: GraphQLSchema,
  supergraph: GraphQLSchema,
  { node }: QueryPlan,
  { document, operation }: PreparedOperation,
): RunPlain | null {
  const root = schema.getRootType(operation.operation);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  if (!node || !root || isMutation || (operation.directives ?? []).length > 0) return null;
  const step = compileStep(supergraph, node, []);
  const shape = compileShape(schema, root, operation.selectionSet, fragmentsOf(document));
  if (!step || !shape) return null;
  return async ({ variables }, services, context) => {
    const run: Run = { variables, services, context, root: {}, answers: createAnswers() };
    if (await step(run)) {
      const data = shape(run.root);
      if (data !== UNFIT) return { data: data as Fields };
    }
    return { answered: run.answers.repeatedBy(services) };
  };
}

type Path = readonly string[];

/** A list of the plan; any other step is the name of a field. */
const ELEMENTS = '@';
const PLAIN_STEP = /^(@|[_A-Za-z][_0-9A-Za-z]*)$/;

function compileStep(supergraph: GraphQLSchema, node: PlanNode | SubscriptionNode, path: Path): Step | null {
  if (node.kind === 'Sequence' || node.kind === 'Parallel') {
    const steps = node.nodes.map((one) => compileStep(supergraph, one, path));
    const all = steps.filter((step) => step !== null);
    if (all.length < steps.length) return null;
    return node.kind === 'Sequence' ? inSequence(all) : inParallel(all);
  }
  if (node.kind === 'Flatten') {
    const below = node.path.map(String);
    return below.every((step) => PLAIN_STEP.test(step))
      ? compileStep(supergraph, node.node, [...path, ...below])
      : null;
  }
  return node.kind === 'Fetch' ? compileFetch(supergraph, node, path) : null;
}

const inSequence =
  (steps: readonly Step[]): Step =>
  async (run) => {
    for (const step of steps) if (!(await step(run))) return false;
    return true;
  };

const inParallel =
  (steps: readonly Step[]): Step =>
  async (run) => {
    const done = await Promise.all(steps.map((step) => step(run)));
    return done.every(Boolean);
  };

function compileFetch(supergraph: GraphQLSchema, fetch: FetchNode, path: Path): Step | null {
  const rewrites = [fetch.inputRewrites, fetch.outputRewrites, fetch.contextRewrites];
  if (rewrites.some((one) => (one ?? []).length > 0)) return null;
  if (!fetch.requires) return path.length === 0 ? (run) => fetchRoot(fetch, run) : null;
  const represent = compileRepresentation(supergraph, fetch.requires);
  return represent && ((run) => fetchEntities(fetch, path, represent, run));
}

async function fetchRoot(fetch: FetchNode, run: Run): Promise<boolean> {
  const data = await send(fetch, {}, run);
  if (!data) return false;
  merge(run.root, data);
  return true;
}

/** Makes the representation of an entity; null when it lacks a field. */
type Represent = (entity: Fields) => Fields | null;

async function fetchEntities(fetch: FetchNode, path: Path, represent: Represent, run: Run): Promise<boolean> {
  const entities: Fields[] = [];
  collect(run.root, path, 0, entities);
  const represented: Fields[] = [];
  const representations: Fields[] = [];
  for (const entity of entities) {
    const representation = represent(entity);
    if (!representation) continue;
    represented.push(entity);
    representations.push(representation);
  }
  if (representations.length === 0) return true;
  const received = (await send(fetch, { representations }, run))?.['_entities'];
  if (!Array.isArray(received) || received.length !== representations.length) return false;
  represented.forEach((entity, index) => {
    const fields: unknown = received[index];
    if (isObject(fields)) merge(entity, fields);
  });
  return true;
}

/** The data of a fetch; null when its answer has errors, or none. */
async function send(
  { serviceName, operation, variableUsages }: FetchNode,
  more: Fields,
  run: Run,
): Promise<Fields | null> {
  const { variables, services, context, answers } = run;
  const service = services[serviceName];
  if (!service) throw new Error(`there is no subgraph "${serviceName}"`);
  const used: Fields = {};
  for (const name of variableUsages ?? [])
    if (Object.hasOwn(variables, name) && variables[name] !== undefined) used[name] = variables[name];
  const request = { query: operation, variables: { ...used, ...more } };
  const answer = await service.process({ request, context } as unknown as ProcessOptions);
  answers.add(serviceName, request, answer);
  const hasErrors = answer.errors !== undefined && answer.errors.length > 0;
  return hasErrors ? null : ((answer.data ?? null) as Fields | null);
}

/** Collects the objects at a path of a result. */
function collect(value: unknown, path: Path, from: number, found: Fields[]): void {
  if (value === null || value === undefined) return;
  const step = path[from];
  if (step === ELEMENTS) {
    if (Array.isArray(value)) for (const element of value) collect(element, path, from + 1, found);
  } else if (step !== undefined) collect((value as Fields)[step], path, from + 1, found);
  else if (Array.isArray(value)) for (const element of value) collect(element, path, from, found);
  else found.push(value as Fields);
}

/** Compiles the selection that represents an entity: fragments on object types, with leaf fields. */
function compileRepresentation(
  supergraph: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
): Represent | null {
  const fieldsByType = new Map<string, Set<string>>();
  for (const selection of selections) {
    const type = selection.kind === 'InlineFragment' ? selection.typeCondition : undefined;
    if (selection.kind !== 'InlineFragment' || type === undefined) return null;
    if (!isObjectType(supergraph.getType(type))) return null;
    const fields = fieldsByType.get(type) ?? new Set();
    for (const field of selection.selections) {
      if (field.kind !== 'Field' || field.selections || field.alias !== undefined) return null;
      fields.add(field.name);
    }
    fieldsByType.set(type, fields);
  }
  return (entity) => {
    const fields = fieldsByType.get(String(entity['__typename']));
    if (!fields) return null;
    const representation: Fields = {};
    for (const name of fields) {
      if (entity[name] === undefined) return null;
      representation[name] = entity[name];
    }
    return '__typename' in representation ? representation : null;
  };
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds what a fetch has found to an object: objects and lists that both have are merged. */
function merge(target: Fields, source: Fields): void {
  for (const [name, value] of Object.entries(source)) {
    const present = target[name];
    if (name === '__proto__') continue;
    if (isObject(present) && isObject(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value)) mergeLists(present, value);
    else target[name] = value;
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  source.forEach((value, index) => {
    const present = target[index];
    if (isObject(present) && isObject(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value)) mergeLists(present, value);
    else target[index] = value;
  });
}

interface Request {
  readonly query: string;
  readonly variables: Fields;
}

/** The answers that a run has got. */
interface Answers {
  add(service: string, request: Request, answer: Response): void;
  /** Subgraphs that repeat the answers: errors, and nulls that need some, are made from them, without another request. */
  repeatedBy(services: ServiceMap): Record<string, GraphQLDataSource>;
}

function createAnswers(): Answers {
  const all: { readonly service: string; readonly request: Request; readonly answer: Response }[] = [];
  const keyOf = (service: string, { query, variables }: Request): string =>
    JSON.stringify([service, query, variables]);
  return {
    add: (service, request, answer) => void all.push({ service, request, answer }),
    repeatedBy: (services) => {
      const answers = new Map(all.map(({ service, request, answer }) => [keyOf(service, request), answer]));
      const repeat = (name: string, service: GraphQLDataSource): GraphQLDataSource => ({
        process: async (options) => {
          const { query = '', variables = {} } = options.request;
          return answers.get(keyOf(name, { query, variables })) ?? service.process(options);
        },
      });
      return Object.fromEntries(
        Object.entries(services).map(([name, service]) => [name, repeat(name, service)]),
      );
    },
  };
}
