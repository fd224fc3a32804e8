/** Writes the addresses of the packages' archives into the lock files: `npm run lock`. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../command.ts';
import { withAddresses, type LockFile } from './addresses.ts';

const root = path.resolve(import.meta.dirname, '../..');
const LOCK_FILES = ['package-lock.json', 'bench/gateways/package-lock.json'];

const USAGE = `usage: npm run lock

Writes the addresses of the packages' archives into the lock files: run it after "npm install", which leaves them out. With
them "npm ci" takes less than half the time.`;

await runCommand({ usage: USAGE }, async () => {
  for (const file of LOCK_FILES) {
    const place = path.join(root, file);
    const lock = JSON.parse(await readFile(place, 'utf8')) as LockFile;
    await writeFile(place, `${JSON.stringify(withAddresses(lock), null, 2)}\n`);
  }
  return 0;
});
