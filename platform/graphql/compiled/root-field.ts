import {
  GraphQLObjectType,
  GraphQLSchema,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
  type OperationTypeNode,
} from 'graphql';
import { fragmentsOf, UNFIT, type Complete } from './compiled-selection.ts';

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

/** A value that a root field has resolved to, or the error that it has thrown. */
export type Answer = () => unknown;

/** The answer of a field whose resolver has thrown. */
export const failedAnswer =
  (error: unknown): Answer =>
  () => {
    throw error;
  };

/** The part of a result that an answer makes; UNFIT when the executor has to make it, as it names the field of an error. */
export function completeAnswer(complete: Complete, answer: Answer, context: unknown): unknown {
  try {
    return complete(answer(), context);
  } catch {
    return UNFIT;
  }
}

/** The same schema, with root fields of an operation's type that read their answers, by their response keys, from the root value. */
export function schemaOfAnswers(schema: GraphQLSchema, kind: OperationTypeNode): GraphQLSchema {
  const root = schema.getRootType(kind);
  if (!root) return schema;
  const config = root.toConfig();
  const fields = Object.fromEntries(
    Object.entries(config.fields).map(([name, field]): [string, typeof field] => [
      name,
      {
        ...field,
        args: {},
        resolve: (answers: ReadonlyMap<unknown, Answer>, _args, _context, { path }) =>
          answers.get(path.key)?.(),
      },
    ]),
  );
  const ofAnswers = new GraphQLObjectType({ ...config, fields });
  const types = schema.toConfig().types.filter((type) => type !== root);
  return new GraphQLSchema({ ...schema.toConfig(), types, [kind]: ofAnswers, assumeValid: true });
}
