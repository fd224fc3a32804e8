import type {
  DocumentNode,
  FieldNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from './compiled-selection.ts';

/** A root field of an operation. */
export interface RootField {
  readonly schema: GraphQLSchema;
  readonly node: FieldNode;
  readonly key: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly parentType: GraphQLObjectType;
}

/** An operation that runs. */
export interface RunningOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown>;
  readonly rootValue: unknown;
}

/** The `info` of the resolver of a root field. */
export const infoOf = (
  { schema, field, node, key, parentType }: RootField,
  { document, operation, variables, rootValue }: RunningOperation,
): GraphQLResolveInfo => ({
  fieldName: field.name,
  fieldNodes: [node],
  returnType: field.type,
  parentType,
  path: { prev: undefined, key, typename: parentType.name },
  schema,
  fragments: Object.fromEntries(fragmentsOf(document)),
  rootValue,
  operation,
  variableValues: variables,
});
