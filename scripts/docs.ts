/** Writes the generated documents: docs/ERRORS.md from the catalogues of refusals and errors. */
import { writeFile } from 'node:fs/promises';
import { errorsDocument } from './docs/errors.ts';

const DOCUMENTS: Readonly<Record<string, () => string>> = { 'docs/ERRORS.md': errorsDocument };

for (const [file, make] of Object.entries(DOCUMENTS)) {
  await writeFile(file, make());
  console.log(`wrote ${file}`);
}
