import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import {
  getArgumentValues,
  isObjectType,
  Kind,
  parseType,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
  type VariableDefinitionNode,
  type VariableNode,
} from 'graphql';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { EngineOptions, FederationEngine } from '../federation/engine.ts';
import { fetchCountOf } from '../federation/fetch-count.ts';
import { createPlanCache, type PlanOnce } from '../federation/plan-cache.ts';
import { DEFAULT_HOOKS } from '../hooks.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { NO_TURNS } from '../turns/operation-turns.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { StreamPolicy } from './policy.ts';
import { hiddenField, rootFieldOf, withRoot, type RootField } from './root-field.ts';

/** The longest time between two states of a key that a client may ask for. */
const MAX_INTERVAL_MS = 60_000;

/** The service name under which the enrichment plan fetches the event itself. */
export const EVENT_SERVICE = '$event';

/** Names of the fields and the variable that the gateway adds to a client's subscription; unique within the document. */
export interface HiddenNames {
  readonly key: string;
  readonly sequence: string;
  readonly cursor: string;
  /** The variable with the cursor from which the stream resumes. */
  readonly after: string;
  /** The variable with the keys of an upstream. */
  readonly keys: string;
}

/** The plan of one subscription document. */
export interface SubscriptionPlan {
  readonly policy: StreamPolicy;
  readonly responseKey: string;
  readonly hidden: HiddenNames;
  /** Response keys of the count of skipped events. */
  readonly skippedKeys: readonly string[];
  readonly upstream: {
    readonly service: string;
    readonly query: string;
    /** The client's variables that the query uses. */
    readonly variables: readonly string[];
  };
  readonly enrichment: {
    /** Fetches the event, then the fields of other subgraphs. */
    readonly plan: QueryPlan;
    /** The number of fetches from other subgraphs. */
    readonly fetchCount: number;
  };
  /** The printed upstream document, for comparison: without the arguments that the gateway applies for each subscriber. */
  readonly printed: string;
  /** The variables that it uses. */
  readonly variables: readonly string[];
  /** The different keys of the client's list; null for a stream that its keys do not divide, and for a list that is too long. */
  keysOf(operation: PreparedOperation): readonly string[] | null;
  /** The value of the argument with the keys. */
  keysValue(operation: PreparedOperation): unknown;
  /** The shortest time between two states of a key for the client, in milliseconds; 0 for every state. Throws BAD_USER_INPUT. */
  intervalMsOf(operation: PreparedOperation): number;
  /** The cursor after which the client resumes; null for new events only. */
  cursorOf(operation: PreparedOperation): string | null;
}

/** Plans a subscription for a client. Rejects when it cannot be planned, or its planning is not admitted. */
export type PlanSubscription = PlanOnce<SubscriptionPlan>;

/** Creates a planner with a cache by document and operation. */
export const createSubscriptionPlanner = (
  engine: FederationEngine,
  {
    admit = DEFAULT_HOOKS.admit,
    turns = NO_TURNS,
    cacheBytes = DEFAULT_LIMITS.cacheBytes,
  }: EngineOptions = {},
): PlanSubscription =>
  createPlanCache({
    maxBytes: cacheBytes,
    retained: ({ printed, upstream, enrichment }) => [printed, upstream, enrichment],
    admit,
    turns,
    plan: (operation) => planSubscription(engine, operation),
  });

function planSubscription(engine: FederationEngine, prepared: PreparedOperation): SubscriptionPlan {
  const { apiSchema, policies } = engine.supergraph;
  const root = rootFieldOf(prepared.document, prepared.operation);
  const definition = subscriptionField(apiSchema, root.name);
  const policy = policies.get(root.name);
  if (!policy) throw new Error(`the stream "${root.name}" has no policy`);
  const hidden = hiddenNames(prepared, root);
  const hiddenFields = { policy, hidden, definition };
  const { document, operation } = upstreamDocument(prepared, root.node, hiddenFields, apiSchema);
  const { node } = engine.plan(document, operation.name?.value);
  if (node?.kind !== 'Subscription') throw new Error('a subscription was planned as something else');
  const { primary, rest } = node;
  // The plan outlives the document, so it keeps the arguments of the root field without its selection.
  const argumentsNode: FieldNode = {
    kind: Kind.FIELD,
    name: root.node.name,
    ...(root.node.arguments && { arguments: root.node.arguments }),
  };
  const keysValue = ({ variables }: PreparedOperation): unknown =>
    policy.keys === null ? null : getArgumentValues(definition, argumentsNode, variables)[policy.keys];
  const event: FetchNode = { ...primary, serviceName: EVENT_SERVICE, variableUsages: [] };
  return {
    policy,
    responseKey: root.responseKey,
    hidden,
    skippedKeys: policy.skipped === null ? [] : root.aliasesOf(policy.skipped),
    upstream: {
      service: primary.serviceName,
      query: primary.operation,
      variables: (primary.variableUsages ?? []).filter(
        (name) => name !== hidden.after && name !== hidden.keys,
      ),
    },
    enrichment: {
      plan: { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [event, rest] } : event },
      fetchCount: rest ? fetchCountOf(rest) : 0,
    },
    printed: print(document),
    variables: variablesOf(document),
    keysOf: (given) => keysIn(keysValue(given)),
    keysValue,
    intervalMsOf: ({ variables }) =>
      policy.every === null
        ? 0
        : checkedInterval(policy.every, getArgumentValues(definition, argumentsNode, variables)),
    cursorOf: ({ variables }) => {
      if (!policy.cursor) return null;
      const after = getArgumentValues(definition, argumentsNode, variables)[policy.cursor.argument];
      return typeof after === 'string' ? after : null;
    },
  };
}

function hiddenNames(prepared: PreparedOperation, root: RootField): HiddenNames {
  const variables = prepared.operation.variableDefinitions ?? [];
  const taken = new Set([...root.responseKeys, ...variables.map(({ variable }) => variable.name.value)]);
  for (let number = 0; ; number++) {
    const named = (suffix: string): string => `gateway${number}_${suffix}`;
    const names = {
      key: named('key'),
      sequence: named('sequence'),
      cursor: named('cursor'),
      after: named('after'),
      keys: named('keys'),
    };
    if (!Object.values(names).some((name) => taken.has(name))) return names;
  }
}

function subscriptionField(schema: GraphQLSchema, name: string): GraphQLField<unknown, unknown> {
  const field = schema.getSubscriptionType()?.getFields()[name];
  if (!field) throw new Error(`the schema has no subscription "${name}"`);
  return field;
}

interface HiddenFields {
  readonly policy: StreamPolicy;
  readonly hidden: HiddenNames;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** Keys of a list, each of which has an upstream of its own. The subgraph gets a longer list, or an empty one, as it is. */
const MAX_KEYS = 200;

function keysIn(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_KEYS) return null;
  const keys = value.filter((key): key is string => typeof key === 'string');
  return keys.length === value.length ? [...new Set(keys)] : null;
}

/** Adds the hidden fields and variables to the client's subscription. */
function upstreamDocument(
  prepared: PreparedOperation,
  root: FieldNode,
  { policy, hidden, definition }: HiddenFields,
  schema: GraphQLSchema,
) {
  const replaced = new Map([
    ...(policy.cursor ? [[policy.cursor.argument, hidden.after] as const] : []),
    ...(policy.keys === null ? [] : [[policy.keys, hidden.keys] as const]),
  ]);
  const kept = (root.arguments ?? []).filter(
    ({ name }) => !replaced.has(name.value) && name.value !== policy.every,
  );
  const changedRoot: FieldNode = {
    ...root,
    arguments: [
      ...kept,
      ...[...replaced].map(([argument, variable]) => variableArgument(argument, variable)),
    ],
    ...(root.selectionSet && { selectionSet: withHiddenFields(root.selectionSet, policy, hidden) }),
  };
  const variableDefinitions = [
    ...(prepared.operation.variableDefinitions ?? []),
    ...[...replaced].map(([argument, variable]) => variableDefinition(variable, definition, argument)),
  ];
  const rootType = schema.getSubscriptionType();
  if (!isObjectType(rootType)) throw new Error('the graph has no subscriptions');
  return withRoot(
    prepared.document,
    { ...prepared.operation, variableDefinitions },
    changedRoot,
    rootType.name,
  );
}

/** Names of the variables that a document uses. */
function variablesOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void names.add(name.value),
  });
  return [...names];
}

function checkedInterval(argument: string, values: Readonly<Record<string, unknown>>): number {
  const value = values[argument];
  const intervalMs = typeof value === 'number' ? value : 0;
  if (intervalMs >= 0 && intervalMs <= MAX_INTERVAL_MS) return intervalMs;
  throw graphqlError(
    'BAD_USER_INPUT',
    `"${argument}" must be from 0 to ${MAX_INTERVAL_MS}, not ${intervalMs}.`,
  );
}

function withHiddenFields(
  set: SelectionSetNode,
  policy: StreamPolicy,
  hidden: HiddenNames,
): SelectionSetNode {
  const selections = [...set.selections];
  if (policy.key !== null) selections.push(hiddenField(hidden.key, policy.key));
  if (policy.sequence !== null) selections.push(hiddenField(hidden.sequence, policy.sequence));
  if (policy.cursor) selections.push(hiddenField(hidden.cursor, policy.cursor.field));
  return { ...set, selections };
}

const variableNode = (name: string): VariableNode => ({
  kind: Kind.VARIABLE,
  name: { kind: Kind.NAME, value: name },
});

function variableDefinition(
  variable: string,
  { args }: GraphQLField<unknown, unknown>,
  argument: string,
): VariableDefinitionNode {
  const definition = args.find(({ name }) => name === argument);
  if (!definition) throw new Error(`the stream has no argument "${argument}"`);
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: variableNode(variable),
    type: parseType(String(definition.type)),
  };
}

const variableArgument = (name: string, variable: string): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: name },
  value: variableNode(variable),
});
