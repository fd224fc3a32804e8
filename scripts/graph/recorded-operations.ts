import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { SAMPLES } from '#gateway/playground/samples.ts';
import { StartError } from '#platform/process/start-error.ts';
import type { RecordedDocument } from './operations.ts';
import { fileError } from './file-error.ts';

const DOCUMENT = /\.(graphql|gql)$/;
/** Folders with the documents of others: packages and hidden ones. */
const FOREIGN = /(^|[/\\])(node_modules|\.[^/\\]+)[/\\]/;

/** Reads the documents (`.graphql`, `.gql`) of a folder and of the folders in it. Throws StartError when it has none. */
export async function documentsOf(folder: string): Promise<RecordedDocument[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    const files = names.filter((name) => DOCUMENT.test(name) && !FOREIGN.test(name)).sort();
    if (files.length > 0) return await Promise.all(files.map((name) => readDocument(folder, name)));
  } catch (error) {
    throw fileError(folder, 'read', error);
  }
  throw new StartError(`${folder} holds no operations (.graphql, .gql)`);
}

async function readDocument(folder: string, name: string): Promise<RecordedDocument> {
  const file = path.join(folder, name);
  return { file, text: await readFile(file, 'utf8') };
}

/** Samples of the playground, each a document of its own. */
export const playgroundDocuments = (): RecordedDocument[] =>
  SAMPLES.map(({ query }) => ({ file: 'gateway/playground/samples.ts', text: query }));
