import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  concatAST,
  Kind,
  parse,
  print,
  separateOperations,
  stripIgnoredCharacters,
  type OperationDefinitionNode,
} from 'graphql';
import { documentsOf } from './recorded-operations.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A client of this repository: its operations, and the generated texts of them. */
interface Client {
  readonly operations: string;
  readonly file: string;
  /** The module with `GraphDocument`, as the generated file imports it. */
  readonly documentType: string;
}

const CLIENTS: readonly Client[] = [
  { operations: 'sdk/operations', file: 'sdk/src/generated/documents.ts', documentType: '../document.ts' },
  {
    operations: 'desk/operations',
    file: 'desk/generated/documents.ts',
    documentType: '#sdk/src/document.ts',
  },
];

interface ClientDocument {
  readonly operation: OperationDefinitionNode;
  readonly text: string;
}

/** Writes the texts of the operations of SDK and desk, without needless white space: clients send them with each request. */
export const writeClientDocuments = async (): Promise<void> => {
  await Promise.all(CLIENTS.map(writeDocuments));
};

async function writeDocuments({ operations, file, documentType }: Client): Promise<void> {
  const documents = await clientDocuments(path.join(root, operations));
  const types = documents.flatMap(({ operation }) => {
    const type = typeOf(operation);
    return [type, `${type}Variables`];
  });
  const lines = documents.map(({ operation, text }) => {
    const type = typeOf(operation);
    return `export const ${operation.name?.value}Document = ${quoted(text)} as GraphDocument<${type}, ${type}Variables>;`;
  });
  const imports = `import type { GraphDocument } from '${documentType}';
import type {
${types.map((type) => `  ${type},`).join('\n')}
} from './operations.ts';`;
  await writeFile(path.join(root, file), `${imports}\n\n${lines.join('\n')}\n`);
}

async function clientDocuments(folder: string): Promise<ClientDocument[]> {
  const all = concatAST((await documentsOf(folder)).map(({ text }) => parse(text, { noLocation: true })));
  return Object.values(separateOperations(all)).map(({ kind, definitions }) => {
    const operation = definitions.find(({ kind: one }) => one === Kind.OPERATION_DEFINITION);
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('a document has no operation');
    const fragments = definitions.filter((definition) => definition !== operation);
    return {
      operation,
      text: stripIgnoredCharacters(print({ kind, definitions: [operation, ...fragments] })),
    };
  });
}

/** The name that GraphQL Code Generator gives an operation's type. */
const typeOf = ({ name, operation }: OperationDefinitionNode): string =>
  `${name?.value}${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
