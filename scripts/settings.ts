/** Makes docs/SETTINGS.md from the table of settings: `npm run settings`. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { settingsPage } from '#contracts/settings.ts';

await writeFile(path.resolve(import.meta.dirname, '../docs/SETTINGS.md'), settingsPage());
console.log('made docs/SETTINGS.md');
