import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { graphqlError, type ErrorCode } from '#platform/graphql/errors.ts';
import type { Limits } from '../limits/limits.ts';
import { exceededLimit } from './complexity.ts';
import { createLru } from './lru.ts';

/** A document that is well formed, within the limits and fits the schema. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
}
/** Checks a document's text; what is wrong with it comes back as errors with codes. */
export type CheckDocument = (text: string) => CheckedDocument | readonly GraphQLError[];

const CACHED_DOCUMENTS = 1_000;
/** Longer texts are not kept, so that a flood of them takes no memory. */
const MAX_CACHED_TEXT = 16 * 1024;

/** Makes the check for a schema. The same text is checked once. */
export function createDocumentCheck(schema: GraphQLSchema, limits: Limits): CheckDocument {
  const cache = createLru<string, CheckedDocument | readonly GraphQLError[]>(CACHED_DOCUMENTS);
  return (text) => {
    const known = cache.get(text);
    if (known) return known;
    const checked = checkDocument(schema, limits, text);
    if (text.length <= MAX_CACHED_TEXT) cache.set(text, checked);
    return checked;
  };
}

function checkDocument(
  schema: GraphQLSchema,
  limits: Limits,
  text: string,
): CheckedDocument | readonly GraphQLError[] {
  const document = parseDocument(text, limits);
  if (document instanceof GraphQLError) return [document];
  // Measured before it is validated: validation alone may take long over a huge document.
  const exceeded = exceededLimit(document, limits);
  if (exceeded !== null) return [graphqlError('OPERATION_TOO_COMPLEX', exceeded)];
  const conditional = conditionalSubscriptionRoot(document);
  if (conditional) return [conditional];
  const errors = validate(schema, document, undefined, { maxErrors: 10 });
  if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return { document, operations };
}

function parseDocument(text: string, limits: Limits): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens: limits.tokens });
  } catch (error) {
    // GraphQL's parser calls itself for each level, so thousands of levels run out of stack.
    const isTooDeep = error instanceof RangeError;
    const isTooLong = error instanceof GraphQLError && error.message.includes('Parsing aborted');
    if (isTooDeep || isTooLong) return graphqlError('OPERATION_TOO_COMPLEX', 'The document is too large.');
    if (error instanceof GraphQLError) return withCode(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

/** A code that one of our scalars gave stays. */
function withCode(error: GraphQLError, code: ErrorCode): GraphQLError {
  if ('code' in error.extensions) return error;
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code },
  });
}

/**
 * A subscription is its one root field, so that field can not be left out: the specification forbids @skip and @include
 * there, and graphql-js's own rule throws on them instead of saying so.
 */
function conditionalSubscriptionRoot(document: DocumentNode): GraphQLError | null {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  const seen = new Set<string>();
  const isConditional = (set: SelectionSetNode): boolean =>
    set.selections.some((selection) => {
      if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) {
        return true;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return isConditional(selection.selectionSet);
      if (selection.kind === Kind.FIELD || seen.has(selection.name.value)) return false;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      return fragment !== undefined && isConditional(fragment);
    });
  const offends = document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.SUBSCRIPTION &&
      isConditional(definition.selectionSet),
  );
  return offends
    ? graphqlError(
        'GRAPHQL_VALIDATION_FAILED',
        'The root field of a subscription cannot have @skip or @include.',
      )
    : null;
}
