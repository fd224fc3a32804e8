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

interface SdkDocument {
  readonly operation: OperationDefinitionNode;
  readonly text: string;
}

/** Writes the texts of the SDK's operations, without needless white space: clients send them with each request. */
export async function writeSdkDocuments(): Promise<void> {
  const documents = await sdkDocuments();
  const types = documents.flatMap(({ operation }) => {
    const type = typeOf(operation);
    return [type, `${type}Variables`];
  });
  const lines = documents.map(({ operation, text }) => {
    const type = typeOf(operation);
    return `export const ${operation.name?.value}Document = ${quoted(text)} as GraphDocument<${type}, ${type}Variables>;`;
  });
  const imports = `import type { GraphDocument } from '../document.ts';
import type {
${types.map((type) => `  ${type},`).join('\n')}
} from './operations.ts';`;
  await writeFile(FILE, `${imports}\n\n${lines.join('\n')}\n`);
}

async function sdkDocuments(): Promise<SdkDocument[]> {
  const all = concatAST((await documentsOf(OPERATIONS)).map(({ text }) => parse(text, { noLocation: true })));
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
