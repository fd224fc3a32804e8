import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { StartError } from '#platform/process/start-error.ts';

const PAGE = path.resolve(import.meta.dirname, '../../../docs/SECURITY.md');

/** Replaces the text between two markers of a page: `<!-- attack NAME -->` and `<!-- end of attack NAME -->`. */
export function replaceBetween(page: string, name: string, text: string): string {
  const [first, last] = [`<!-- attack ${name} -->`, `<!-- end of attack ${name} -->`];
  const [start, end] = [page.indexOf(first), page.indexOf(last)];
  if (start < 0 || end < start) throw new StartError(`docs/SECURITY.md has no place for the table ${name}`);
  return `${page.slice(0, start + first.length)}\n\n${text}\n\n${page.slice(end)}`;
}

/** Writes a table into docs/SECURITY.md. */
export async function record(name: string, text: string): Promise<void> {
  const page = replaceBetween(await readFile(PAGE, 'utf8'), name, text);
  const config = await resolveConfig(PAGE);
  await writeFile(PAGE, await format(page, { ...config, filepath: PAGE }));
}
