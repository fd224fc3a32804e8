import {
  getArgumentValues,
  getNamedType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from './conditions.ts';
import { keyWeight, type Fragments } from './selections.ts';

type Variables = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/**
 * Counts the values in the answer of an introspection field, exactly: the schema is known. Objects that a selection meets again,
 * such as the type of many fields, are counted once and multiplied, so the work is selections times schema, not the answer's size.
 */
export function introspectionValues(
  schema: GraphQLSchema,
  node: FieldNode,
  fragments: Fragments,
  variables: Variables,
): number {
  const counted = new Map<SelectionSetNode, Map<unknown, number>>();

  const valuesOfField = (definition: Field, field: FieldNode, source: unknown): number => {
    const set = field.selectionSet;
    const type = getNamedType(definition.type);
    const key = keyWeight(field);
    if (!set || !isObjectType(type)) return 1 + key;
    const found = resolve(schema, definition, field, source, variables);
    if (found === null || found === undefined) return 1 + key;
    if (!Array.isArray(found)) return 1 + key + valuesOfSet(set, type, found);
    let sum = 1 + key;
    for (const item of found as readonly unknown[]) sum += 1 + valuesOfSet(set, type, item);
    return sum;
  };

  const valuesOfSet = (set: SelectionSetNode, type: GraphQLObjectType, source: unknown): number => {
    const bySource = counted.get(set) ?? new Map<unknown, number>();
    counted.set(set, bySource);
    const known = bySource.get(source);
    if (known !== undefined) return known;
    let sum = 0;
    for (const selection of set.selections) {
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const definition = type.getFields()[selection.name.value];
        sum += definition ? valuesOfField(definition, selection, source) : 1 + keyWeight(selection);
      } else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment) sum += valuesOfSet(fragment.selectionSet, type, source);
      }
    }
    bySource.set(source, sum);
    return sum;
  };

  return valuesOfField(node.name.value === '__schema' ? SchemaMetaFieldDef : TypeMetaFieldDef, node, {});
}

/** Reads an introspection field by its own resolver, which uses nothing but the schema. */
function resolve(
  schema: GraphQLSchema,
  definition: Field,
  node: FieldNode,
  source: unknown,
  variables: Variables,
): unknown {
  const args = getArgumentValues(definition, node, variables);
  return definition.resolve?.(source, args, undefined, { schema } as GraphQLResolveInfo);
}
