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

/** An operation of a client. */
export interface ClientOperation {
  /** Its file, without the ending. */
  readonly group: string;
  readonly operation: OperationDefinitionNode;
  /** The operation, then the fragments that it uses. */
  readonly text: string;
}

/** Writes the texts of the operations of SDK and desk, without needless white space: clients send them with each request. */
export const writeClientDocuments = async (): Promise<void> => {
  await Promise.all(CLIENTS.map(writeDocuments));
};

async function writeDocuments({ operations, file, documentType }: Client): Promise<void> {
  const documents = await clientOperations(operations);
  const types = documents.flatMap(({ operation }) => {
    const type = typeOf(operation);
    return [type, `${type}Variables`];
  });
  const lines = documents.map(({ operation, text }) => {
    const type = typeOf(operation);
    const quotedText = quoted(stripIgnoredCharacters(text));
    return `export const ${operation.name?.value}Document = ${quotedText} as GraphDocument<${type}, ${type}Variables>;`;
  });
  const imports = `import type { GraphDocument } from '${documentType}';
import type {
${types.map((type) => `  ${type},`).join('\n')}
} from './operations.ts';`;
  await writeFile(path.join(root, file), `${imports}\n\n${lines.join('\n')}\n`);
}

/** The operations of a folder, in the order of its files. A file may use the fragments of the others. */
export async function clientOperations(folder: string): Promise<ClientOperation[]> {
  const files = (await documentsOf(path.join(root, folder))).map(({ file, text }) => ({
    group: path.basename(file, path.extname(file)),
    document: parse(text, { noLocation: true }),
  }));
  const separate = separateOperations(concatAST(files.map(({ document }) => document)));
  return files.flatMap(({ group, document }) =>
    document.definitions
      .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      .map((operation) => {
        const { kind, definitions } = separate[operation.name?.value ?? ''] ?? document;
        const fragments = definitions.filter((definition) => definition !== operation);
        return { group, operation, text: print({ kind, definitions: [operation, ...fragments] }) };
      }),
  );
}

/** The name that GraphQL Code Generator gives an operation's type. */
const typeOf = ({ name, operation }: OperationDefinitionNode): string =>
  `${name?.value}${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
