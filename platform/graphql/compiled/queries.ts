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
import { infoOf, type RootField } from './root-field.ts';
import { createVariables } from './variables.ts';

/** Runs a query. */
export type RunQuery = (args: ExecutionArgs) => Promise<ExecutionResult>;

/** A root field, and how the value of its resolver becomes a part of the result. */
interface QueryField extends RootField {
  readonly complete: Complete;
}

/**
 * Creates the execution of queries. GraphQL's executor prepares an operation anew for each request; here its selection is compiled with
 * the first one. The executor runs a request that needs it whole, and from then on all requests of the document: those with an error,
 * with fields below the root that wait, or with variables below the root. Resolvers of queries only read, so they may run twice.
 */
export function createQueries(schema: GraphQLSchema): RunQuery {
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
    const data = await complete(fields, args, operation, coerced);
    if (data !== null) return { data };
    compiled.set(operation, null);
    return execute(args);
  };
}

/** Null for an operation that the executor has to run. */
async function complete(
  fields: readonly QueryField[],
  args: ExecutionArgs,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown> | null> {
  const data: Record<string, unknown> = {};
  try {
    // All of them begin before one is awaited.
    const values = fields.map((field) => valueOf(field, args, operation, variables));
    const ready = values.some(isPromise) ? await Promise.all(values) : values;
    for (const [index, field] of fields.entries()) {
      const completed = field.complete(ready[index], args.contextValue);
      if (completed === UNFIT) return null;
      data[field.key] = completed;
    }
    return data;
  } catch {
    // The executor names the field of the error.
    return null;
  }
}

/** The value of a root field, or a promise of it. A list is awaited with its elements. Does not throw. */
function valueOf(
  root: QueryField,
  { contextValue, document, rootValue }: ExecutionArgs,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): unknown {
  try {
    const args = getArgumentValues(root.field, root.node, variables);
    const info = infoOf(root, { document, rootValue, operation, variables });
    const value: unknown = root.field.resolve?.(rootValue, args, contextValue, info);
    if (isPromise(value)) return value.then(withElements);
    return withElements(value);
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

const withElements = (value: unknown): unknown =>
  Array.isArray(value) && value.some(isPromise) ? Promise.all(value) : value;

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
