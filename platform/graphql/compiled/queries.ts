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
import {
  completeAnswer,
  failedAnswer,
  infoOf,
  schemaOfAnswers,
  type Answer,
  type RootField,
  type RunningOperation,
} from './root-field.ts';
import { createVariables } from './variables.ts';

/** Runs a query. */
export type RunQuery = (args: ExecutionArgs) => Promise<ExecutionResult>;

/** A root field, and how the value of its resolver becomes a part of the result. */
interface QueryField extends RootField {
  readonly complete: Complete;
}

/** A compiled query of a document. */
interface CompiledQuery {
  readonly fields: readonly QueryField[];
  /** Answers in succession that have needed the executor. */
  unfit: number;
  /** The next requests, which the executor runs whole. */
  whole: number;
}

/** Requests that the executor runs whole before a query is tried again: one of them may have an error that the others have not. */
const MAX_WHOLE = 1_000;

/**
 * Creates the execution of queries. GraphQL's executor prepares an operation anew for each request; here its selection is compiled with
 * the first one. The executor makes the result of answers that need it, without another call of their resolvers: of one with an error, and
 * of fields below the root that wait or take variables. Of a document whose answers need it again and again, it runs most requests whole.
 */
export function createQueries(schema: GraphQLSchema): RunQuery {
  const schemaWithAnswers = schemaOfAnswers(schema, OperationTypeNode.QUERY);
  const coerce = createVariables(schema);
  /** Null for an operation that the executor runs. */
  const compiled = new WeakMap<OperationDefinitionNode, CompiledQuery | null>();
  const compiledOf = (document: DocumentNode, operation: OperationDefinitionNode): CompiledQuery | null => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const fields = compileFields(schema, document, operation);
    const made = fields && { fields, unfit: 0, whole: 0 };
    compiled.set(operation, made);
    return made;
  };
  return async (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    const query = operation && compiledOf(args.document, operation);
    if (!query) return execute(args);
    if (query.whole > 0) {
      query.whole -= 1;
      return execute(args);
    }
    const { fields } = query;
    const { coerced } = coerce(operation, args.variableValues ?? {});
    if (!coerced) return execute(args);
    const running = { document: args.document, operation, variables: coerced, rootValue: args.rootValue };
    const begun = fields.map((field) => beginField(field, running, args.contextValue));
    const isWaiting = begun.some((field) => isPromise(field));
    const answered: readonly CompletedField[] = isWaiting
      ? await Promise.all(begun.map(async (field) => field))
      : (begun as CompletedField[]);
    if (answered.every(({ value }) => value !== UNFIT)) {
      query.unfit = 0;
      return { data: dataOf(fields, answered) };
    }
    query.unfit += 1;
    query.whole = Math.min(2 ** (query.unfit - 1), MAX_WHOLE + 1) - 1;
    const rootValue = new Map(fields.map(({ key }, index) => [key, answered[index]?.answer]));
    return execute({ ...args, schema: schemaWithAnswers, rootValue });
  };
}

function dataOf(fields: readonly QueryField[], answered: readonly CompletedField[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [index, { key }] of fields.entries()) data[key] = answered[index]?.value;
  return data;
}

/** The answer of a root field, and its part of the result; UNFIT when the executor has to make that. */
interface CompletedField {
  readonly answer: Answer;
  readonly value: unknown;
}

/**
 * Calls the resolver of a root field, and completes what it returns as soon as it is there, whatever the other fields wait for: a promise
 * in a list that is rejected before somebody awaits it would end the process.
 */
function beginField(
  field: QueryField,
  running: RunningOperation,
  context: unknown,
): CompletedField | Promise<CompletedField> {
  try {
    const args = getArgumentValues(field.field, field.node, running.variables);
    const value: unknown = field.field.resolve?.(running.rootValue, args, context, infoOf(field, running));
    if (isPromise(value)) return completeLater(field, value, context);
    return completeField(field, value, context);
  } catch (error) {
    return failed(error);
  }
}

async function completeLater(
  field: QueryField,
  value: PromiseLike<unknown>,
  context: unknown,
): Promise<CompletedField> {
  try {
    return await completeField(field, await value, context);
  } catch (error) {
    return failed(error);
  }
}

function completeField(
  field: QueryField,
  value: unknown,
  context: unknown,
): CompletedField | Promise<CompletedField> {
  const answer: Answer = () => value;
  const done = (items: unknown): CompletedField => ({
    answer,
    value: completeAnswer(field.complete, () => items, context),
  });
  const unfit = (): CompletedField => ({ answer, value: UNFIT });
  return Array.isArray(value) && value.some(isPromise) ? Promise.all(value).then(done, unfit) : done(value);
}

/** The executor makes the error of the result. */
const failed = (error: unknown): CompletedField => ({ answer: failedAnswer(error), value: UNFIT });

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
