import {
  execute,
  getArgumentValues,
  getOperationAST,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileType, fragmentsOf, UNFIT, type Complete } from './compiled-selection.ts';
import { infoOf, schemaOfAnswers, type Answer, type RootField, type RunningOperation } from './root-field.ts';
import { createVariables } from './variables.ts';

/** Runs a query. */
export type RunQuery = (args: ExecutionArgs) => Promise<ExecutionResult>;

/** A root field, and how the value of its resolver becomes a part of the result. */
interface QueryField extends RootField {
  readonly complete: Complete;
}

/**
 * Creates the execution of queries. GraphQL's executor prepares an operation anew for each request; here its selection is compiled with
 * the first one. The executor makes the result of answers that need it, without another call of their resolvers, and from then on runs
 * all requests of the document whole: those with an error, and those with fields below the root that wait or take variables.
 */
export function createQueries(schema: GraphQLSchema): RunQuery {
  const answered = schemaOfAnswers(schema, OperationTypeNode.QUERY);
  const coerce = createVariables(schema);
  /** Null for an operation that the executor runs. */
  const compiled = new WeakMap<OperationDefinitionNode, readonly QueryField[] | null>();
  const fieldsOf = (document: DocumentNode, operation: OperationDefinitionNode) => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const made = compileFields(schema, document, operation);
    compiled.set(operation, made);
    return made;
  };
  return async (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    const fields = operation && fieldsOf(args.document, operation);
    if (!fields) return execute(args);
    const { coerced } = coerce(operation, args.variableValues ?? {});
    if (!coerced) return execute(args);
    const answers = await answersOf(fields, args, operation, coerced);
    const data = await complete(fields, answers, args.contextValue);
    if (data !== null) return { data };
    compiled.set(operation, null);
    const rootValue = new Map(fields.map(({ key }, index) => [key, answers[index]]));
    return execute({ ...args, schema: answered, rootValue });
  };
}

/** Null for answers of which the executor has to make the result. */
async function complete(
  fields: readonly QueryField[],
  answers: readonly Answer[],
  context: unknown,
): Promise<Record<string, unknown> | null> {
  const data: Record<string, unknown> = {};
  try {
    for (const [index, field] of fields.entries()) {
      const value = answers[index]?.();
      const isWaiting = Array.isArray(value) && value.some(isPromise);
      const completed = field.complete(isWaiting ? await Promise.all(value) : value, context);
      if (completed === UNFIT) return null;
      data[field.key] = completed;
    }
    return data;
  } catch {
    // The executor names the field of the error.
    return null;
  }
}

/** The answers of the root fields, all of which begin before one is awaited. */
async function answersOf(
  fields: readonly QueryField[],
  { contextValue, document, rootValue }: ExecutionArgs,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Promise<readonly Answer[]> {
  const running: RunningOperation = { document, operation, variables, rootValue };
  const values = fields.map((field): unknown => {
    try {
      const args = getArgumentValues(field.field, field.node, variables);
      return field.field.resolve?.(rootValue, args, contextValue, infoOf(field, running));
    } catch (error) {
      return rejected(error);
    }
  });
  if (!values.some(isPromise)) return values.map((value) => () => value);
  return (await Promise.allSettled(values)).map((settled) => () => {
    if (settled.status === 'fulfilled') return settled.value;
    throw settled.reason;
  });
}

const rejected = async (error: unknown): Promise<never> => {
  throw error;
};

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<PromiseLike<unknown>>).then === 'function';

/** Null for another operation, and for one with a fragment, a directive or introspection at its root, or a root field without a resolver. */
function compileFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operation, selectionSet, directives = [] }: OperationDefinitionNode,
): readonly QueryField[] | null {
  const parentType = schema.getQueryType();
  if (operation !== OperationTypeNode.QUERY || !parentType || directives.length > 0) return null;
  const fragments = fragmentsOf(document);
  const fields = new Map<string, QueryField>();
  for (const node of selectionSet.selections) {
    if (node.kind !== Kind.FIELD || (node.directives ?? []).length > 0) return null;
    const field = parentType.getFields()[node.name.value];
    const key = node.alias?.value ?? node.name.value;
    if (!field?.resolve || fields.has(key) || key === '__proto__') return null;
    const sets = node.selectionSet ? [node.selectionSet] : [];
    const completeValue = compileType({ schema, fragments, variables: null }, field.type, sets);
    fields.set(key, { schema, node, key, field, parentType, complete: completeValue });
  }
  return [...fields.values()];
}
