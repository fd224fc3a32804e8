import {
  GraphQLError,
  Kind,
  parse,
  separateOperations,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** A document with operations of a client. */
export interface RecordedDocument {
  /** Name of the file for messages. */
  readonly file: string;
  readonly text: string;
}

interface ParsedDocument {
  readonly file: string;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: readonly FragmentDefinitionNode[];
}

/**
 * Holds recorded operations against a schema. Documents of one collection may use each other's fragments, as code
 * generators allow. Returns a problem for each error, with file and operation.
 */
export function brokenOperations(schema: GraphQLSchema, documents: readonly RecordedDocument[]): string[] {
  const problems: string[] = [];
  const parsed: ParsedDocument[] = [];
  for (const { file, text } of documents) {
    try {
      parsed.push(parseDocument(file, text));
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      problems.push(`${file}:${error.locations?.[0]?.line ?? 1} ${error.message}`);
    }
  }
  const used = new Set<FragmentDefinitionNode>();
  for (const document of parsed) {
    const fragments = fragmentsFor(document, parsed);
    for (const operation of document.operations) {
      const whole = withItsFragments(operation, fragments);
      for (const node of whole.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) used.add(node);
      problems.push(...faults(schema, whole, `${document.file}: ${operationName(operation)}`));
    }
  }
  for (const { file, fragments } of parsed)
    for (const fragment of fragments.filter((one) => !used.has(one)))
      problems.push(`${file}: no operation uses the fragment ${fragment.name.value}`);
  return problems;
}

function parseDocument(file: string, text: string): ParsedDocument {
  const { definitions } = parse(text);
  return {
    file,
    operations: definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION),
    fragments: definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION),
  };
}

/** Fragments that a document may use: its own, and those of other documents whose names it does not define. */
function fragmentsFor(
  document: ParsedDocument,
  all: readonly ParsedDocument[],
): readonly FragmentDefinitionNode[] {
  const names = new Set(document.fragments.map(({ name }) => name.value));
  const others = all.filter((one) => one !== document).flatMap(({ fragments }) => fragments);
  const foreign = others.filter(({ name: { value } }) => !names.has(value) && names.add(value));
  return [...document.fragments, ...foreign];
}

function withItsFragments(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): DocumentNode {
  const everything: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  return Object.values(separateOperations(everything))[0] ?? everything;
}

const operationName = ({ name, operation, loc }: OperationDefinitionNode): string =>
  name?.value ?? `unnamed ${operation} at line ${loc?.startToken.line ?? 1}`;

const faults = (schema: GraphQLSchema, document: DocumentNode, place: string): string[] =>
  validate(schema, document).map(({ message }) => `${place}: ${message}`);
