import {
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLOutputType,
} from 'graphql';
import { fieldOf } from './documents.ts';
import type { GraphMap } from './graph-map.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
export type Path = readonly (string | number)[];

/** An outermost null that an outage causes. */
export interface Emptied {
  readonly path: Path;
  /** Its field as `Type.field`; the item of a list as `Type.field[]`. */
  readonly field: string;
}

/** The data that must remain of a whole result while a part is stopped. */
export interface Remainder {
  readonly data: Json;
  readonly emptied: readonly Emptied[];
  /** Fields whose part is another than that of their object, as `Type.field`. */
  readonly followed: readonly string[];
}

interface Walk {
  readonly map: GraphMap;
  readonly stopped: string | null;
  readonly emptied: Emptied[];
  readonly followed: Set<string>;
}

/** A value in the whole result. */
interface Place {
  readonly path: Path;
  readonly field: string;
  /** The part that has returned it. */
  readonly part: string;
}

/** Null in a non-null place: it empties the object around it. */
const BROKEN = Symbol('broken');
type Kept = Json | typeof BROKEN;

/**
 * Computes what must remain of the data of a root field, from the supergraph's directives alone: a field of a stopped part is
 * null, a null in a non-null field empties its object, everything else is unchanged.
 */
export function remainderOf(
  map: GraphMap,
  root: string,
  data: JsonObject,
  stopped: string | null,
): Remainder {
  const walk: Walk = { map, stopped, emptied: [], followed: new Set() };
  const kept = keepObject(walk, { __typename: root, ...data }, null, []);
  if (kept === BROKEN) return { data: null, emptied: [], followed: [] };
  const { __typename: _root, ...rest } = kept as JsonObject;
  return { data: rest, emptied: walk.emptied, followed: [...walk.followed] };
}

function keepObject(walk: Walk, value: JsonObject, part: string | null, path: Path): Kept {
  const name = value['__typename'];
  const type = typeof name === 'string' ? walk.map.schema.getType(name) : undefined;
  if (!isObjectType(type)) throw new Error(`an object without __typename at "${path.join('.')}"`);
  const before = walk.emptied.length;
  const kept: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) {
    const definition = type.getFields()[fieldOf(key)];
    const result = definition ? keepField(walk, type.name, definition, child, part, [...path, key]) : child;
    if (result === BROKEN) {
      walk.emptied.length = before;
      return BROKEN;
    }
    kept[key] = result;
  }
  return kept;
}

function keepField(
  walk: Walk,
  type: string,
  { name, type: output }: GraphQLField<unknown, unknown>,
  value: Json,
  part: string | null,
  path: Path,
): Kept {
  const source = sourceOf(walk, type, name, part);
  const place = { path, field: `${type}.${name}` };
  return orNull(
    walk,
    output,
    place,
    source === null ? BROKEN : keep(walk, value, output, { ...place, part: source }),
  );
}

/** The part that resolves a field of an object that `part` has returned; null when it is stopped. */
function sourceOf(
  { map, stopped, followed }: Walk,
  type: string,
  field: string,
  part: string | null,
): string | null {
  const parts = map.partsOf(type, field);
  if (part !== null && parts.includes(part)) return part;
  if (part !== null) followed.add(`${type}.${field}`);
  if (stopped !== null && map.requiredBy(type, field).includes(stopped)) return null;
  return parts.find((one) => one !== stopped) ?? null;
}

function keep(walk: Walk, value: Json, output: GraphQLOutputType, place: Place): Kept {
  const type = isNonNullType(output) ? (output.ofType as GraphQLOutputType) : output;
  if (value === null || isLeafType(type)) return value;
  if (!isListType(type)) return keepObject(walk, value as JsonObject, place.part, place.path);
  const before = walk.emptied.length;
  const item = type.ofType as GraphQLOutputType;
  const items = (value as readonly Json[]).map((child, index) => {
    const inner = { path: [...place.path, index], field: `${place.field}[]`, part: place.part };
    return orNull(walk, item, inner, keep(walk, child, item, inner));
  });
  if (!items.includes(BROKEN)) return items as readonly Json[];
  walk.emptied.length = before;
  return BROKEN;
}

/** Null in place of a broken value, where the type allows null. */
function orNull(walk: Walk, output: GraphQLOutputType, { path, field }: Emptied, kept: Kept): Kept {
  if (kept !== BROKEN || isNonNullType(output)) return kept;
  walk.emptied.push({ path, field });
  return null;
}
