import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type GraphQLOutputType,
} from 'graphql';
import { isIncluded } from './conditions.ts';
import { introspectionValues } from './introspection-cost.ts';
import type { PreparedOperation } from './prepare.ts';
import type { ListSize, Prices } from './prices.ts';
import { fragmentsOf, keyWeight, type Fragments } from './selections.ts';

/** Size of a list when the schema says nothing of it. */
const ASSUMED_SIZE = 10;
/** The highest size that counts of one of several slicing arguments. */
const MAX_SIZE = 1_000;
/** Costs of a value of introspection. Measured: it takes about half of the work of a value that a subgraph sends. */
const INTROSPECTION_WEIGHT = 0.5;
/** Costs of a value. */
const VALUE_WEIGHT = 1;

/**
 * The cost of an operation before it runs: the number of values that its answer may have, plus the @cost of each field once for
 * each object in which it is selected, and the length of its key. Values of a type with @cost count that instead of 1. Lists
 * multiply what is in them.
 */
export type CostOf = (operation: Omit<PreparedOperation, 'text'>) => number;

/**
 * Creates the estimate for a schema and its prices. Its work is linear in the operation with fragments expanded, and with
 * introspection in the schema. What no variable changes is estimated once: an operation, and the selection below a field.
 */
export function createCostModel(schema: GraphQLSchema, prices: Prices): CostOf {
  const constants = new WeakMap<OperationDefinitionNode, number>();
  const below = new WeakMap<SelectionSetNode, number>();
  return ({ document, operation, variables }) => {
    const known = constants.get(operation);
    if (known !== undefined) return known;
    const root = schema.getRootType(operation.operation);
    if (!root) return 0;
    let reads = 0;
    const readVariables = (): Variables => {
      reads += 1;
      return variables;
    };
    const constantBelow: Scope['constantBelow'] = (set, estimate) => {
      const found = below.get(set);
      if (found !== undefined) return found;
      const before = reads;
      const cost = estimate();
      if (reads === before) below.set(set, cost);
      return cost;
    };
    const scope = { schema, prices, fragments: fragmentsOf(document), readVariables, constantBelow };
    const cost = Math.ceil(costOfSet(scope, operation.selectionSet, root, null));
    if (reads === 0 || !operation.variableDefinitions?.length) constants.set(operation, cost);
    return cost;
  };
}

type Variables = Readonly<Record<string, unknown>>;

interface Scope {
  readonly schema: GraphQLSchema;
  readonly prices: Prices;
  readonly fragments: Fragments;
  /** Called where the cost may depend on variables. */
  readonly readVariables: () => Variables;
  /** Returns what is known of the selection below a field, or estimates it. */
  readonly constantBelow: (set: SelectionSetNode, estimate: () => number) => number;
}

/** The size that a field has given to lists in its answer, such as `nodes` of a connection. */
interface SizedFields {
  readonly names: readonly string[];
  readonly size: number;
}

/**
 * The costs of a selection for one object. Fragments on types that the object may have exclude each other, so the dearest type
 * counts.
 */
function costOfSet(
  scope: Scope,
  set: SelectionSetNode,
  parent: GraphQLCompositeType,
  sized: SizedFields | null,
): number {
  let always = 0;
  const byType = new Map<string, number>();
  for (const selection of set.selections) {
    const hasDirectives = (selection.directives ?? []).length > 0;
    if (hasDirectives && !isIncluded(selection, scope.readVariables())) continue;
    if (selection.kind === Kind.FIELD) {
      always += costOfField(scope, selection, parent, sized);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : scope.fragments.get(selection.name.value);
    if (!fragment) continue;
    const condition = typeOf(scope.schema, fragment.typeCondition?.name.value) ?? parent;
    const cost = costOfSet(scope, fragment.selectionSet, condition, sized);
    if (!isAbstractType(parent) || condition === parent) always += cost;
    else
      for (const { name } of possibleTypes(scope.schema, condition))
        byType.set(name, (byType.get(name) ?? 0) + cost);
  }
  return always + Math.max(0, ...byType.values());
}

const possibleTypes = (schema: GraphQLSchema, type: GraphQLCompositeType) =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [type];

function typeOf(schema: GraphQLSchema, name: string | undefined): GraphQLCompositeType | null {
  const type = name === undefined ? null : schema.getType(name);
  return isCompositeType(type) ? type : null;
}

function costOfField(
  scope: Scope,
  node: FieldNode,
  parent: GraphQLCompositeType,
  sized: SizedFields | null,
): number {
  const { schema, prices, fragments, readVariables } = scope;
  const name = node.name.value;
  if (name === '__schema' || name === '__type')
    return INTROSPECTION_WEIGHT * introspectionValues(schema, node, fragments, readVariables());
  const field = isUnionType(parent) ? undefined : parent.getFields()[name];
  if (!field) return VALUE_WEIGHT + keyWeight(node);
  const coordinate = `${parent.name}.${name}`;
  const list = prices.lists.get(coordinate) ?? null;
  const given = list && sizeByArguments(list, field, argumentsOf(field, node, readVariables));
  const sizedBelow =
    list && list.sizedFields.length > 0 ? { names: list.sizedFields, size: given ?? ASSUMED_SIZE } : null;
  const count = sizedBelow ? 1 : countOf(scope, field, node, sized, given);
  const type = getNamedType(field.type);
  const below = costBelow(scope, node.selectionSet, type, sizedBelow);
  return (
    keyWeight(node) +
    (prices.fields.get(coordinate) ?? 0) +
    count * ((prices.types.get(type.name) ?? VALUE_WEIGHT) + below)
  );
}

/** The costs of the selection of a field. The same one has the same type wherever its fragment is spread, but sizes of its own. */
function costBelow(
  scope: Scope,
  set: SelectionSetNode | undefined,
  type: GraphQLNamedType,
  sized: SizedFields | null,
): number {
  if (!set || !isCompositeType(type)) return 0;
  const estimate = (): number => costOfSet(scope, set, type, sized);
  return sized ? estimate() : scope.constantBelow(set, estimate);
}

/** Number of values of a field: 1, or the size of its list. */
function countOf(
  { readVariables }: Scope,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  sized: SizedFields | null,
  given: number | null,
): number {
  if (sized?.names.includes(field.name)) return sized.size;
  if (!isList(field.type)) return 1;
  return given ?? longestList(argumentsOf(field, node, readVariables)) ?? ASSUMED_SIZE;
}

const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));

const argumentsOf = (
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  readVariables: Scope['readVariables'],
): Variables => (field.args.length === 0 ? {} : getArgumentValues(field, node, readVariables()));

/**
 * A field whose size has a default refuses one above the assumed size, so no higher one counts; without a default the assumed size is
 * that of an answer without the argument. With several slicing arguments the assumed size is that of a page, and one of them may give a
 * larger one. What exceeds the page counts half, since all of it is one read and one fetch.
 */
function sizeByArguments(
  { slicingArguments, assumedSize }: ListSize,
  { args }: GraphQLField<unknown, unknown>,
  values: Readonly<Record<string, unknown>>,
): number | null {
  const sizes = slicingArguments.map((name) => values[name]).filter((size) => typeof size === 'number');
  if (sizes.length === 0) return assumedSize;
  const size = Math.max(0, ...sizes);
  const page = Math.min(size, assumedSize ?? Infinity);
  const [slicing] = slicingArguments;
  const hasDefault = args.some(({ name, defaultValue }) => name === slicing && defaultValue !== undefined);
  if (slicingArguments.length === 1) return hasDefault ? page : Math.min(size, MAX_SIZE);
  return page + Math.max(0, Math.min(size, MAX_SIZE) - page) / 2;
}

/** Length of the longest list among the arguments: a list that answers ids or inputs has one value for each. */
function longestList(values: Readonly<Record<string, unknown>>): number | null {
  const lists = Object.values(values).filter((value) => Array.isArray(value));
  return lists.length === 0 ? null : Math.max(...lists.map(({ length }) => length));
}
