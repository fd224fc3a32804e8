import { readFile } from 'node:fs/promises';
import path from 'node:path';

const README = path.resolve(import.meta.dirname, '../README.md');

/** The blocks of TypeScript of a page, as one program: each goes on where the one before has ended. */
export async function programOf(page = README): Promise<string> {
  const text = await readFile(page, 'utf8');
  const blocks = [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block]) => block ?? '');
  return blocks.join('\n');
}
