import {
  getOperationAST,
  GraphQLError,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { createVariables, type CoerceVariables } from '#platform/graphql/compiled/variables.ts';
import { badInput } from '#platform/graphql/errors.ts';
import type { CheckDocument } from './document.ts';
import { nullVariableErrors } from './null-variables.ts';

/** A client's request, over HTTP or a socket. */
export interface OperationRequest {
  /** The document's text; absent when the request has its hash. */
  readonly query?: string | null | undefined;
  /** "sha256:HASH" of a registered document. */
  readonly documentId?: unknown;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** `persistedQuery` has the hash of a registered document; `cost: true` requests the cost in the answer. */
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A checked operation with coerced variables and their defaults. */
export interface PreparedOperation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type Preparation = PreparedOperation | { readonly errors: readonly GraphQLError[] };

/**
 * Checks an operation of a document and coerces its variables. Runs nothing.
 *
 * @param coerce the coercion that all operations of the schema share
 */
export function prepareOperation(
  schema: GraphQLSchema,
  check: CheckDocument,
  request: Pick<OperationRequest, 'operationName' | 'variables'> & { readonly query: string },
  coerce: CoerceVariables = createVariables(schema),
): Preparation {
  const checked = check(request.query);
  if (!('document' in checked)) return { errors: checked };
  const name = request.operationName ?? null;
  const candidates = checked.operations.filter(
    (operation) => name === null || operation.name?.value === name,
  );
  const [operation] = candidates;
  if (!operation || candidates.length > 1) return { errors: [badInput(wrongName(name, candidates.length))] };
  const { text, document } = checked;
  const variables = request.variables ?? {};
  const found = coerceVariables(schema, coerce, { document, operation, variables });
  if ('coerced' in found) return { text, document, operation, variables: found.coerced };
  const again = coerceVariables(schema, coerce, { ...located(text, operation), variables });
  return 'errors' in again ? again : found;
}

/** Coerces the variables of an operation; returns errors when they do not fit. */
function coerceVariables(
  schema: GraphQLSchema,
  coerce: CoerceVariables,
  { document, operation, variables }: Omit<PreparedOperation, 'text'>,
): { readonly coerced: Record<string, unknown> } | { readonly errors: readonly GraphQLError[] } {
  const { coerced, errors } = coerce(operation, variables);
  if (errors) return { errors: errors.map(badVariable) };
  const nulls = nullVariableErrors(schema, { document, operation, variables: coerced });
  return nulls.length > 0 ? { errors: nulls } : { coerced };
}

/** Parses a checked document again, with locations for its errors. */
function located(text: string, { name }: OperationDefinitionNode) {
  const document = parse(text);
  const operation = getOperationAST(document, name?.value);
  if (!operation) throw new Error('a checked document has lost its operation');
  return { document, operation };
}

const badVariable = ({ message, nodes }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });

function wrongName(name: string | null, found: number): string {
  if (name !== null) return `The document has no operation named "${name}".`;
  return found === 0
    ? 'The document has no operation.'
    : 'The document has several operations: name one by operationName.';
}
