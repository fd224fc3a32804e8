import {
  execute,
  getArgumentValues,
  getOperationAST,
  GraphQLObjectType,
  GraphQLSchema,
  isObjectType,
  Kind,
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
} from 'graphql';
import { compileSelection, fragmentsOf, UNFIT, type Complete } from './compiled-selection.ts';
import { infoOf, type RootField } from './root-field.ts';
import { createVariables } from './variables.ts';

/** Runs a mutation. */
export type Mutate = (args: ExecutionArgs) => Promise<ExecutionResult>;

/** The only root field of a mutation. */
interface MutationField extends RootField {
  /** Completes the object of the mutation, whose field reads its value from it. */
  readonly complete: Complete;
}

/** A value that a root field has resolved to, or the error that it has thrown. */
type Answer = () => unknown;

/**
 * Creates the execution of mutations. A mutation of one field calls its resolver once; the selection of the answer is compiled with the
 * first mutation of the document. GraphQL's executor makes the result of an answer that needs it, without another call of the
 * resolver, and runs all other mutations whole.
 */
export function createMutations(schema: GraphQLSchema): Mutate {
  const answered = schemaOfAnswers(schema);
  const coerce = createVariables(schema);
  const compiled = new WeakMap<OperationDefinitionNode, MutationField | null>();
  const rootOf = (args: ExecutionArgs, operation: OperationDefinitionNode): MutationField | null => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const made = compileRoot(schema, answered, args, operation);
    compiled.set(operation, made);
    return made;
  };
  return async (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    const root = operation && rootOf(args, operation);
    if (!root) return execute(args);
    const { coerced } = coerce(operation, args.variableValues ?? {});
    if (!coerced) return execute(args);
    const { document, rootValue } = args;
    const info = infoOf(root, { document, rootValue, operation, variables: coerced });
    const answer = await answerOf(root, info, args.contextValue);
    const data = completed(root, answer, args.contextValue);
    if (data !== UNFIT) return { data: data as Record<string, unknown> };
    return execute({ ...args, schema: answered, rootValue: answer });
  };
}

async function answerOf(
  { field, node }: MutationField,
  info: GraphQLResolveInfo,
  context: unknown,
): Promise<Answer> {
  try {
    const args = getArgumentValues(field, node, info.variableValues);
    const value: unknown = await field.resolve?.(undefined, args, context, info);
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function completed({ complete }: MutationField, answer: Answer, context: unknown): unknown {
  try {
    return complete(answer, context);
  } catch {
    // The executor names the field of the error.
    return UNFIT;
  }
}

/** Null for a mutation that the executor runs whole: of several fields, with a fragment or a directive at its root, or without a resolver. */
function compileRoot(
  schema: GraphQLSchema,
  answered: GraphQLSchema,
  { document }: ExecutionArgs,
  { selectionSet }: OperationDefinitionNode,
): MutationField | null {
  const parentType = schema.getMutationType();
  const type = answered.getMutationType();
  const [node, ...others] = selectionSet.selections;
  if (!parentType || !type || node?.kind !== Kind.FIELD || others.length > 0) return null;
  const field = parentType.getFields()[node.name.value];
  if (!field?.resolve || (node.directives ?? []).length > 0) return null;
  // The arguments are the resolver's: the field of the answer takes none.
  const plain: FieldNode = { ...node, arguments: [] };
  const source = { schema: answered, fragments: fragmentsOf(document), variables: null };
  const complete = compileSelection(source, type, [{ kind: Kind.SELECTION_SET, selections: [plain] }]);
  return { schema, node, key: node.alias?.value ?? node.name.value, field, parentType, complete };
}

/** The same schema, with root fields of mutations that read their answer from the root value. */
function schemaOfAnswers(schema: GraphQLSchema): GraphQLSchema {
  const mutation = schema.getMutationType();
  if (!isObjectType(mutation)) return schema;
  const config = mutation.toConfig();
  const fields = Object.fromEntries(
    Object.entries(config.fields).map(([name, field]) => [
      name,
      { ...field, args: {}, resolve: (answer: Answer) => answer() },
    ]),
  );
  const ofAnswers = new GraphQLObjectType({ ...config, fields });
  const types = schema.toConfig().types.filter((type) => type !== mutation);
  return new GraphQLSchema({ ...schema.toConfig(), types, mutation: ofAnswers, assumeValid: true });
}
