import {
  execute,
  getArgumentValues,
  getOperationAST,
  Kind,
  OperationTypeNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileType, fragmentsOf, UNFIT, type Complete } from './compiled-selection.ts';
import {
  completeAnswer,
  failedAnswer,
  infoOf,
  schemaOfAnswers,
  type Answer,
  type RootField,
} from './root-field.ts';
import { createVariables } from './variables.ts';

/** Runs a mutation. */
export type Mutate = (args: ExecutionArgs) => Promise<ExecutionResult>;

/** The only root field of a mutation. */
interface MutationField extends RootField {
  readonly complete: Complete;
}

/**
 * Creates the execution of mutations. A mutation of one field calls its resolver once; the selection of the answer is compiled with the
 * first mutation of the document. GraphQL's executor makes the result of an answer that needs it, without another call of the
 * resolver, and runs all other mutations whole.
 */
export function createMutations(schema: GraphQLSchema): Mutate {
  const answered = schemaOfAnswers(schema, OperationTypeNode.MUTATION);
  const coerce = createVariables(schema);
  const compiled = new WeakMap<OperationDefinitionNode, MutationField | null>();
  const rootOf = (args: ExecutionArgs, operation: OperationDefinitionNode): MutationField | null => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const made = compileRoot(schema, args, operation);
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
    const value = completeAnswer(root.complete, answer, args.contextValue);
    if (value !== UNFIT) return { data: { [root.key]: value } };
    return execute({ ...args, schema: answered, rootValue: new Map([[root.key, answer]]) });
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
    return failedAnswer(error);
  }
}

/**
 * Null for a mutation that the executor runs whole: of several fields, with a fragment or a directive at its root, or without a
 * resolver.
 */
function compileRoot(
  schema: GraphQLSchema,
  { document }: ExecutionArgs,
  { selectionSet }: OperationDefinitionNode,
): MutationField | null {
  const parentType = schema.getMutationType();
  const [node, ...others] = selectionSet.selections;
  if (!parentType || node?.kind !== Kind.FIELD || others.length > 0) return null;
  const field = parentType.getFields()[node.name.value];
  const key = node.alias?.value ?? node.name.value;
  if (!field?.resolve || (node.directives ?? []).length > 0 || key === '__proto__') return null;
  const source = { schema, fragments: fragmentsOf(document), variables: null };
  const complete = compileType(source, field.type, node.selectionSet ? [node.selectionSet] : []);
  return { schema, node, key, field, parentType, complete };
}
