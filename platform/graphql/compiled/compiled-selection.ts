import {
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
  BREAK,
} from 'graphql';

/** The result needs the executor of GraphQL: it has an error, waits for a promise, or the selection has directives. */
export const UNFIT = Symbol('a result that needs the executor');

/** Completes a value as GraphQL does, without a wait; UNFIT when it cannot. Throws what a resolver throws. */
export type Complete = (value: unknown, context: unknown) => unknown;

/** All that a selection depends on. */
export interface SelectionSource {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced, with their defaults. Null: the selection serves any variables, and a field that takes one is UNFIT. */
  readonly variables: Readonly<Record<string, unknown>> | null;
  /** Selections that no variable changes: the sources of a document, each with variables of its own, share them. */
  readonly common?: CommonSelections;
}

/** A compiled selection with its type, by its first node; null for one that takes variables. */
export type CommonSelections = WeakMap<
  SelectionSetNode,
  { readonly type: GraphQLObjectType; readonly complete: Complete } | null
>;

export const fragmentsOf = ({ definitions }: DocumentNode): SelectionSource['fragments'] =>
  new Map(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );

type Sets = readonly SelectionSetNode[];

const unfit: Complete = () => UNFIT;

/**
 * Compiles the selection of an object, for many values: their fields, arguments and types are looked up once. Resolvers get no `info`:
 * the result of one that takes it is UNFIT.
 */
export function compileSelection(source: SelectionSource, type: GraphQLObjectType, sets: Sets): Complete {
  if (type.isTypeOf) return unfit;
  let fields: readonly (readonly [key: string, complete: Complete])[] | null = null;
  return (value, context) => {
    fields ??= fieldsOf(source, type, sets);
    const object: Record<string, unknown> = {};
    for (const [key, complete] of fields) {
      const completed = complete(value, context);
      if (completed === UNFIT) return UNFIT;
      object[key] = completed;
    }
    return object;
  };
}

function fieldsOf(source: SelectionSource, type: GraphQLObjectType, sets: Sets): [string, Complete][] {
  const nodes = new Map<string, FieldNode[]>();
  const isPlain = sets.every((set) => collect(source, type, set, nodes));
  return isPlain
    ? [...nodes].map(([key, same]): [string, Complete] => [key, ofField(source, type, same)])
    : [['', unfit]];
}

/** Collects the fields of an object by their response keys, in order; false when they may depend on something else. */
function collect(
  source: SelectionSource,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  nodes: Map<string, FieldNode[]>,
): boolean {
  return selections.every((selection) => {
    if ((selection.directives ?? []).length > 0) return false;
    if (selection.kind !== Kind.FIELD) return collectFragment(source, type, selection, nodes);
    const key = selection.alias?.value ?? selection.name.value;
    const same = nodes.get(key);
    if (same) same.push(selection);
    else nodes.set(key, [selection]);
    return key !== '__proto__';
  });
}

function collectFragment(
  source: SelectionSource,
  type: GraphQLObjectType,
  selection: Exclude<SelectionNode, FieldNode>,
  nodes: Map<string, FieldNode[]>,
): boolean {
  const fragment =
    selection.kind === Kind.INLINE_FRAGMENT ? selection : source.fragments.get(selection.name.value);
  if (!fragment) return false;
  const name = fragment.typeCondition?.name.value;
  const condition = name === undefined ? type : source.schema.getType(name);
  const applies =
    condition === type || (isAbstractType(condition) && source.schema.isSubType(condition, type));
  return !applies || collect(source, type, fragment.selectionSet, nodes);
}

function ofField(source: SelectionSource, type: GraphQLObjectType, nodes: readonly FieldNode[]): Complete {
  const [node] = nodes;
  if (node?.name.value === '__typename') return () => type.name;
  const field = node && type.getFields()[node.name.value];
  if (!field || (field.resolve?.length ?? 0) > RESOLVER_WITHOUT_INFO) return unfit;
  if (source.variables === null && argumentsOf(node).some((one) => takesVariable(one))) return unfit;
  const args = getArgumentValues(field, node, source.variables ?? {});
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const read = reading(field, args);
  const complete = compileType(source, field.type, sets);
  return (object, context) => complete(read(object, context), context);
}

const argumentsOf = ({ arguments: given = [] }: FieldNode): readonly ArgumentNode[] => given;

/** @param fragments those that are not in it are left out, as are those of which a spread has been read */
function takesVariable(
  node: ArgumentNode | SelectionSetNode,
  fragments: SelectionSource['fragments'] = new Map(),
): boolean {
  const rest = new Map(fragments);
  let found = false;
  visit(node, {
    Variable: () => {
      found = true;
      return BREAK;
    },
    FragmentSpread: ({ name }) => {
      const fragment = rest.get(name.value);
      rest.delete(name.value);
      found ||= fragment !== undefined && takesVariable(fragment.selectionSet, rest);
      return found ? BREAK : undefined;
    },
  });
  return found;
}

/** Parameters of a resolver before `info`. */
const RESOLVER_WITHOUT_INFO = 3;

/** Reads a field by its resolver, or as GraphQL does without one. */
function reading(
  { name, resolve }: GraphQLField<unknown, unknown>,
  args: Record<string, unknown>,
): (object: unknown, context: unknown) => unknown {
  // A resolver that takes `info` in another way throws, and the executor runs it.
  const noInfo = undefined as never;
  if (resolve) return (object, context) => resolve(object, args, context, noInfo);
  return (object, context) => {
    if (typeof object !== 'object' || object === null) return undefined;
    const value = (object as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'function' ? (value.call(object, args, context, noInfo) as unknown) : value;
  };
}

/** Compiles the selections of a value of a type. */
export function compileType(source: SelectionSource, type: GraphQLOutputType, sets: Sets): Complete {
  if (isNonNullType(type)) {
    const nullable = compileType(source, type.ofType, sets);
    return (value, context) => nullable(value, context) ?? UNFIT;
  }
  const complete = ofPresent(source, type, sets);
  return (value, context) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) return UNFIT;
    if (typeof (value as Partial<PromiseLike<unknown>>).then === 'function') {
      // The executor reads the field again.
      (value as PromiseLike<unknown>).then(undefined, () => undefined);
      return UNFIT;
    }
    return complete(value, context);
  };
}

function ofPresent(source: SelectionSource, type: GraphQLOutputType, sets: Sets): Complete {
  if (isListType(type)) return ofList(compileType(source, type.ofType as GraphQLOutputType, sets));
  if (isLeafType(type)) return ofLeaf(type);
  if (isObjectType(type)) return ofObject(source, type, sets);
  return isAbstractType(type) && !type.resolveType ? ofAbstract(source, type, sets) : unfit;
}

/** Takes the common selection where there is one. */
function ofObject(source: SelectionSource, type: GraphQLObjectType, sets: Sets): Complete {
  const [set, ...others] = sets;
  if (!source.common || !set || others.length > 0) return compileSelection(source, type, sets);
  const known = source.common.get(set);
  if (known?.type === type) return known.complete;
  const complete = compileSelection(source, type, sets);
  if (known === undefined)
    source.common.set(set, takesVariable(set, source.fragments) ? null : { type, complete });
  return complete;
}

const ofList =
  (item: Complete): Complete =>
  (value, context) => {
    if (!Array.isArray(value)) return UNFIT;
    let isFit = true;
    // All of them: of a promise that nobody awaits, the rejection is handled.
    const items = (value as readonly unknown[]).map((one) => {
      const completed = item(one, context);
      isFit &&= completed !== UNFIT;
      return completed;
    });
    return isFit ? items : UNFIT;
  };

const ofLeaf =
  (type: GraphQLLeafType): Complete =>
  (value) =>
    type.serialize(value) ?? UNFIT;

/** By the name of the type in the value. */
function ofAbstract(source: SelectionSource, type: GraphQLAbstractType, sets: Sets): Complete {
  const selections = new Map(
    source.schema.getPossibleTypes(type).map((one) => [one.name, compileSelection(source, one, sets)]),
  );
  return (value, context) => {
    const name = (value as { readonly __typename?: unknown }).__typename;
    const complete = typeof name === 'string' ? selections.get(name) : undefined;
    return complete ? complete(value, context) : UNFIT;
  };
}
