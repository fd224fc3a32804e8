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
const OPERATIONS = path.join(root, 'sdk/operations');
const FILE = path.join(root, 'sdk/src/generated/documents.ts');

/** An operation of the SDK. */
export interface SdkOperation {
  /** File of `sdk/operations` without its ending. */
  readonly group: string;
  readonly operation: OperationDefinitionNode;
  /** The operation, then the fragments that it uses. */
  readonly text: string;
}

/** Writes the texts of the SDK's operations, without needless white space: clients send them with each request. */
export async function writeSdkDocuments(): Promise<void> {
  const documents = await sdkOperations();
  const types = documents.flatMap(({ operation }) => {
    const type = typeOf(operation);
    return [type, `${type}Variables`];
  });
  const lines = documents.map(({ operation, text }) => {
    const type = typeOf(operation);
    const quotedText = quoted(stripIgnoredCharacters(text));
    return `export const ${operation.name?.value}Document = ${quotedText} as GraphDocument<${type}, ${type}Variables>;`;
  });
  const imports = `import type { GraphDocument } from '../document.ts';
import type {
${types.map((type) => `  ${type},`).join('\n')}
} from './operations.ts';`;
  await writeFile(FILE, `${imports}\n\n${lines.join('\n')}\n`);
}

/** The operations of the SDK, in the order of their files. A file may use the fragments of the others. */
export async function sdkOperations(): Promise<SdkOperation[]> {
  const files = (await documentsOf(OPERATIONS)).map(({ file, text }) => ({
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
