import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKeyOf, type Fragments } from '../operations/selections.ts';

/** A value that does not fit the schema or the selection. */
export const UNFIT = Symbol('a value that does not fit');

/** Copies the selected part of a subgraph's answer; UNFIT when some of it is missing, null or of another type against the schema. */
export type Shape = (value: unknown) => unknown;

/**
 * Compiles the shape of a selection in which nothing depends on variables. Returns null for a selection with directives or
 * introspection, and for a response key that objects treat in their own way.
 */
export function compileShape(
  schema: GraphQLSchema,
  root: GraphQLObjectType,
  set: SelectionSetNode,
  fragments: Fragments,
): Shape | null {
  const sets = [set, ...[...fragments.values()].map(({ selectionSet }) => selectionSet)];
  return sets.every((one) => one.selections.every(isPlain))
    ? ofObject({ schema, fragments }, root, [set])
    : null;
}

function isPlain(selection: SelectionNode): boolean {
  if ((selection.directives ?? []).length > 0) return false;
  if (selection.kind === Kind.FRAGMENT_SPREAD) return true;
  if (selection.kind === Kind.FIELD) {
    const name = selection.name.value;
    if ((name.startsWith('__') && name !== '__typename') || responseKeyOf(selection) === '__proto__')
      return false;
  }
  return (selection.selectionSet?.selections ?? []).every(isPlain);
}

interface Compiler {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

type Sets = readonly SelectionSetNode[];

function ofType(compiler: Compiler, type: GraphQLOutputType, sets: Sets): Shape {
  if (isNonNullType(type)) {
    const nullable = ofType(compiler, getNullableType(type), sets);
    return (value) => nullable(value) ?? UNFIT;
  }
  const shape = ofPresent(compiler, type, sets);
  return (value) => (value === null ? null : shape(value));
}

function ofPresent(compiler: Compiler, type: GraphQLOutputType, sets: Sets): Shape {
  if (isListType(type)) return ofList(ofType(compiler, type.ofType as GraphQLOutputType, sets));
  const named: GraphQLNamedType = getNamedType(type);
  if (isScalarType(named) || isEnumType(named)) return ofLeaf(named);
  if (isObjectType(named)) return ofObject(compiler, named, sets);
  return ofAbstract(compiler, named as GraphQLCompositeType, sets);
}

const ofList =
  (item: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return UNFIT;
    const items: unknown[] = [];
    for (const one of value as readonly unknown[]) {
      const shaped = item(one);
      if (shaped === UNFIT) return UNFIT;
      items.push(shaped);
    }
    return items;
  };

/** Leaves of scalars of the graph's own pass: their subgraphs have serialized them. */
function ofLeaf(type: GraphQLLeafType): Shape {
  if (isEnumType(type)) return (value) => (type.getValue(String(value)) ? value : UNFIT);
  if (!isSpecifiedScalarType(type)) return (value) => value;
  const isFit = SPECIFIED[type.name] ?? (() => false);
  return (value) => (isFit(value) ? value : UNFIT);
}

const SPECIFIED: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === 'number',
};

function ofAbstract(compiler: Compiler, type: GraphQLCompositeType, sets: Sets): Shape {
  const shapes = new Map<string, Shape>();
  const shapeOf = (name: string): Shape => {
    const known = shapes.get(name);
    if (known) return known;
    const found = compiler.schema.getType(name);
    const isPossible = isObjectType(found) && isAbstractType(type) && compiler.schema.isSubType(type, found);
    const shape: Shape = isPossible ? ofObject(compiler, found, sets) : () => UNFIT;
    // Names of types that the schema lacks are not kept.
    if (isPossible) shapes.set(name, shape);
    return shape;
  };
  return (value) => {
    const name =
      typeof value === 'object' && value !== null && '__typename' in value ? value.__typename : null;
    return typeof name === 'string' ? shapeOf(name)(value) : UNFIT;
  };
}

/** Shapes the fields of an object. Compiles them with the first object: an abstract type may never have one of some type. */
function ofObject(compiler: Compiler, type: GraphQLObjectType, sets: Sets): Shape {
  let fields: readonly (readonly [key: string, shape: Shape])[] | null = null;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNFIT;
    fields ??= fieldsOf(compiler, type, sets);
    const given = value as Readonly<Record<string, unknown>>;
    if ((given['__typename'] ?? type.name) !== type.name) return UNFIT;
    const object: Record<string, unknown> = {};
    for (const [key, shape] of fields) {
      const shaped = shape(Object.hasOwn(given, key) ? (given[key] ?? null) : null);
      if (shaped === UNFIT) return UNFIT;
      object[key] = shaped;
    }
    return object;
  };
}

function fieldsOf(compiler: Compiler, type: GraphQLObjectType, sets: Sets): (readonly [string, Shape])[] {
  const nested = new Map<
    string,
    { readonly type: GraphQLOutputType | null; readonly sets: SelectionSetNode[] }
  >();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = responseKeyOf(selection);
        const field = nested.get(key) ?? {
          type: type.getFields()[selection.name.value]?.type ?? null,
          sets: [],
        };
        if (selection.selectionSet) field.sets.push(selection.selectionSet);
        nested.set(key, field);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : compiler.fragments.get(selection.name.value);
      if (fragment && applies(compiler, fragment.typeCondition?.name.value, type))
        collect(fragment.selectionSet);
    }
  };
  sets.forEach(collect);
  return [...nested].map(([key, field]) => [
    key,
    field.type ? ofType(compiler, field.type, field.sets) : () => type.name,
  ]);
}

function applies({ schema }: Compiler, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const found = schema.getType(condition);
  return isAbstractType(found) && schema.isSubType(found, type);
}
