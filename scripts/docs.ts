/**
 * Writes the generated documents: access from the supergraph, errors, refusals and market rules from their catalogues, settings
 * from their table.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { settingsPage } from '#processes/settings/settings.ts';
import { repositoryFiles } from '#test/repository/source-files.ts';
import { accessDocument } from './docs/access.ts';
import { errorsDocument } from './docs/errors.ts';
import { rulesDocument } from './docs/rules.ts';

const DOCUMENTS: Readonly<Record<string, () => string>> = {
  'docs/ACCESS.md': accessDocument,
  'docs/ERRORS.md': errorsDocument,
  'docs/RULES.md': () => rulesDocument(repositoryFiles()),
  'docs/SETTINGS.md': settingsPage,
};

for (const [file, make] of Object.entries(DOCUMENTS)) {
  await writeFile(path.resolve(import.meta.dirname, '..', file), make());
  console.log(`wrote ${file}`);
}
