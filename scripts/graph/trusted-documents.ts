import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Kind, parse, print, separateOperations, type DocumentNode } from 'graphql';
import { z } from 'zod';
import { documentHash, parseManifest } from '#gateway/core/operations/trusted-documents.ts';
import { StartError } from '#platform/process/start-error.ts';
import { fileError } from './file-error.ts';
import { brokenOperations, type RecordedDocument } from './operations.ts';
import { readSchema } from './read-schema.ts';
import { documentsOf } from './recorded-operations.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** File of the trusted documents of SDK and desk. */
export const OWN_MANIFEST = 'gateway/generated/trusted-documents.json';

/** Writes the manifest of the operations of SDK and desk. Reads them from their generated code, whose texts they send. */
export const writeOwnManifest = async (): Promise<number> =>
  writeManifest(path.join(root, OWN_MANIFEST), await ownTexts());

/**
 * Writes a manifest of the operations of SDK and desk, and of an operator's documents.
 *
 * @param source a folder of documents, one document (`.graphql`, `.gql`), or a manifest (`.json`)
 * @throws StartError when the graph does not have a document's fields
 */
export async function writeOperatorManifest(file: string, source: string | null): Promise<number> {
  const texts = [...(await ownTexts()), ...(source === null ? [] : await operatorTexts(source))];
  return writeManifest(file, texts);
}

async function ownTexts(): Promise<string[]> {
  const sdk: Record<string, unknown> = await import('#sdk/src/generated/documents.ts');
  const desk: Record<string, unknown> = await import('#desk/generated/documents.ts');
  return [...Object.values(sdk), ...Object.values(desk)].map(String);
}

async function writeManifest(file: string, texts: readonly string[]): Promise<number> {
  const byHash = new Map(texts.map((text) => [documentHash(text), text]));
  const sorted = [...byHash].sort(([a], [b]) => (a < b ? -1 : 1));
  const json = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
  await writeFile(file, json).catch((error: unknown) => {
    throw fileError(file, 'written', error);
  });
  return sorted.length;
}

/** Apollo's manifest, as its clients' tools write it. */
const apolloManifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  operations: z.array(z.object({ body: z.string() })),
});

async function operatorTexts(source: string): Promise<string[]> {
  const texts = await textsOf(source);
  const schema = await readSchema(path.join(root, 'gateway/generated/api.graphql'));
  const problems = texts.flatMap((text) => brokenOperations(schema, [{ file: source, text }]));
  if (problems.length > 0) throw new StartError(problems.join('\n'));
  return texts;
}

async function textsOf(source: string): Promise<string[]> {
  try {
    if (source.endsWith('.json')) return manifestTexts(source, await readFile(source, 'utf8'));
    if ((await stat(source)).isDirectory()) return documentTexts(await documentsOf(source));
    return documentTexts([{ file: source, text: await readFile(source, 'utf8') }]);
  } catch (error) {
    throw fileError(source, 'read', error);
  }
}

function manifestTexts(file: string, json: string): string[] {
  try {
    const apollo = apolloManifestSchema.safeParse(JSON.parse(json));
    return apollo.success
      ? apollo.data.operations.map(({ body }) => body)
      : [...parseManifest(json).values()];
  } catch (error) {
    throw new StartError(
      `${file} is no manifest of documents: ${(error as Error).message.split('\n', 1)[0]}`,
    );
  }
}

/**
 * The texts that clients may send for documents: each file as it is, and each operation with the fragments that it uses, as
 * `print` of graphql-js writes it. A file may use the fragments of the others.
 */
function documentTexts(documents: readonly RecordedDocument[]): string[] {
  const all = parse(documents.map(({ text }) => text).join('\n'), { noLocation: true });
  const operations = Object.values(separateOperations(all)).map((document) =>
    print(operationFirst(document)),
  );
  const whole = documents.map(({ text }) => text).filter(isSelfContained);
  return [...whole, ...operations];
}

/** The order in which code generators for clients write a document. */
function operationFirst({ kind, definitions }: DocumentNode): DocumentNode {
  const [operation, fragments] = [true, false].map((isOperation) =>
    definitions.filter((definition) => (definition.kind === Kind.OPERATION_DEFINITION) === isOperation),
  );
  return { kind, definitions: [...(operation ?? []), ...(fragments ?? [])] };
}

/** True for a document that defines each fragment that it spreads, and has an operation. */
function isSelfContained(text: string): boolean {
  const spread = [...text.matchAll(/\.\.\.\s*(?!on\b)([A-Za-z_]\w*)/g)].map(([, name]) => name);
  const defined = new Set([...text.matchAll(/\bfragment\s+([A-Za-z_]\w*)/g)].map(([, name]) => name));
  return /^\s*(query|mutation|subscription|\{)/m.test(text) && spread.every((name) => defined.has(name));
}
