import {
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { badInput } from '#platform/graphql/errors.ts';
import type { CheckDocument } from './document.ts';
import { nullVariableErrors } from './null-variables.ts';

/** A client's request, over HTTP or a socket. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A checked operation with coerced variables and their defaults. */
export interface PreparedOperation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type Preparation = PreparedOperation | { readonly errors: readonly GraphQLError[] };

/** At most this many errors of variables are reported. */
const MAX_VARIABLE_ERRORS = 10;

/** Checks an operation and coerces its variables. Runs nothing. */
export function prepareOperation(
  schema: GraphQLSchema,
  check: CheckDocument,
  request: OperationRequest,
): Preparation {
  const checked = check(request.query);
  if (!('document' in checked)) return { errors: checked };
  const name = request.operationName ?? null;
  const candidates = checked.operations.filter(
    (operation) => name === null || operation.name?.value === name,
  );
  const [operation] = candidates;
  if (!operation || candidates.length > 1) return { errors: [badInput(wrongName(name, candidates.length))] };
  const { coerced, errors } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    { ...request.variables },
    { maxErrors: MAX_VARIABLE_ERRORS },
  );
  if (errors) return { errors: errors.map(badVariable) };
  const prepared = { text: request.query, document: checked.document, operation, variables: coerced };
  const nulls = nullVariableErrors(schema, prepared);
  return nulls.length > 0 ? { errors: nulls } : prepared;
}

const badVariable = ({ message, nodes }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });

function wrongName(name: string | null, found: number): string {
  if (name !== null) return `The document has no operation named "${name}".`;
  return found === 0
    ? 'The document has no operation.'
    : 'The document has several operations: name one by operationName.';
}
