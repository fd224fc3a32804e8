import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import { graphqlError, type ErrorCode } from '#platform/graphql/errors.ts';
import type { Limits } from '../limits.ts';
import { createOperationCache } from '#platform/graphql/cache/operation-cache.ts';
import { exceededLimit } from './complexity.ts';
import type { FetchedFields } from '../federation/fetched-fields.ts';
import { exceededSize } from './document-size.ts';
import { responseKeyRule } from './response-keys.ts';
import { fragmentsOf } from './selections.ts';

/** A document that passed parsing, the limits and validation. It has no locations, which take more memory than the rest. */
export interface CheckedDocument {
  /** The text by which it is cached: those of later requests need not be kept. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
}
/** Checks a document's text; returns errors with codes when it fails. */
export interface CheckDocument {
  (text: string): CheckedDocument | readonly GraphQLError[];
  /** True when the check of a text takes no work: the document is cached. */
  knows(text: string): boolean;
}

const MAX_ERRORS = 10;

/**
 * Creates the check for a schema, with a cache by text. A document with errors is not cached.
 *
 * @param fetched fields that plans fetch themselves
 */
export function createDocumentCheck(
  schema: GraphQLSchema,
  limits: Limits,
  fetched: FetchedFields = new Map(),
): CheckDocument {
  const rules = [...specifiedRules, responseKeyRule(fetched)];
  const cache = createOperationCache<CheckedDocument>({
    maxBytes: limits.cacheBytes,
    // The text is the key.
    retained: ({ document, operations }) => [document, operations],
  });
  const check = (text: string): CheckedDocument | readonly GraphQLError[] => {
    const known = cache.get(text);
    if (known) return known;
    const checked = checkDocument(schema, limits, rules, text);
    if ('document' in checked) cache.set(text, checked);
    return checked;
  };
  return Object.assign(check, { knows: (text: string) => cache.get(text) !== undefined });
}

function checkDocument(
  schema: GraphQLSchema,
  limits: Limits,
  rules: readonly ValidationRule[],
  text: string,
): CheckedDocument | readonly GraphQLError[] {
  const document = parseDocument(text, limits);
  if (document instanceof GraphQLError) return [document];
  // The limits come before validation, which may take long on a huge document.
  const exceeded = exceededSize(document, limits) ?? exceededLimit(schema, document, limits);
  if (exceeded !== null) return [graphqlError('OPERATION_TOO_COMPLEX', exceeded)];
  if (conditionOfSubscriptionRoot(document)) return [conditionalRoot(parse(text))];
  const errors = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
  if (errors.length > 0) {
    const located = validate(schema, parse(text), rules, { maxErrors: MAX_ERRORS });
    return located.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  }
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return { text, document, operations };
}

function parseDocument(text: string, limits: Limits): DocumentNode | GraphQLError {
  if (text.length > limits.documentLength)
    return graphqlError(
      'OPERATION_TOO_COMPLEX',
      `The document is longer than ${limits.documentLength} characters. Pass large values as variables.`,
    );
  try {
    return parse(text, { maxTokens: limits.tokens, noLocation: true });
  } catch (error) {
    // GraphQL's parser is recursive, so thousands of levels exhaust the stack.
    const isTooDeep = error instanceof RangeError;
    const isTooLong = error instanceof GraphQLError && error.message.includes('Parsing aborted');
    if (isTooDeep || isTooLong) return graphqlError('OPERATION_TOO_COMPLEX', 'The document is too large.');
    if (error instanceof GraphQLError) return withCode(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

/** Adds a code to an error that has none; scalars set their own. */
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
 * Finds @skip or @include on the root field of a subscription. The specification forbids both, and graphql-js's own rule
 * throws on them instead of reporting an error.
 */
function conditionOfSubscriptionRoot(document: DocumentNode): DirectiveNode | undefined {
  const fragments = fragmentsOf(document);
  const seen = new Set<string>();
  const conditionIn = (set: SelectionSetNode): DirectiveNode | undefined =>
    firstOf(set.selections, (selection) => {
      const condition = selection.directives?.find(({ name }) => CONDITIONS.has(name.value));
      if (condition) return condition;
      if (selection.kind === Kind.INLINE_FRAGMENT) return conditionIn(selection.selectionSet);
      if (selection.kind === Kind.FIELD || seen.has(selection.name.value)) return undefined;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      return fragment && conditionIn(fragment.selectionSet);
    });
  return firstOf(document.definitions, (definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION
      ? conditionIn(definition.selectionSet)
      : undefined,
  );
}

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);

/** The first result of a search that is not undefined. */
function firstOf<T, Found>(items: readonly T[], search: (item: T) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = search(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param document with locations */
const conditionalRoot = (document: DocumentNode): GraphQLError =>
  new GraphQLError('The root field of a subscription cannot have @skip or @include.', {
    nodes: conditionOfSubscriptionRoot(document) ?? null,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
