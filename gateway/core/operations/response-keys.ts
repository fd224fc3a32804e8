import {
  GraphQLError,
  isAbstractType,
  type ASTVisitor,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type ValidationContext,
} from 'graphql';
import type { FetchedFields } from '../federation/fetched-fields.ts';
import { responseKeyOf } from './selections.ts';

/** Names that GraphQL keeps for introspection: a plan asks for `__typename` under its own name. */
const INTROSPECTION = '__';

/**
 * Refuses the response keys under which the gateway looks for something else: names of introspection, names that every object of
 * JavaScript has, and the fields that plans fetch themselves, such as the key of an entity. An executor that found the client's field
 * there would take it for the other one.
 */
export const responseKeyRule =
  (fetched: FetchedFields) =>
  (context: ValidationContext): ASTVisitor => ({
    Field: (node) => {
      const fault = faultOf(node, context.getParentType() ?? null, context.getSchema(), fetched);
      if (fault !== null) context.reportError(new GraphQLError(fault, { nodes: node }));
    },
  });

function faultOf(
  node: FieldNode,
  parent: GraphQLCompositeType | null,
  schema: GraphQLSchema,
  fetched: FetchedFields,
): string | null {
  const key = responseKeyOf(node);
  if (key === node.name.value) return null;
  if (key.startsWith(INTROSPECTION) || key in Object.prototype)
    return `The alias "${key}" is a reserved name. Choose another one.`;
  const type = parent && typesOf(schema, parent).find(({ name }) => fetched.get(name)?.has(key));
  return type
    ? `The alias "${key}" is the name of a field of ${type.name} that the gateway reads itself. Choose another one.`
    : null;
}

const typesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
  isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
