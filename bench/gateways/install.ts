import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ifExists } from '../../platform/files/exists.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The other gateways and the programs that run them, relative to the project's root. */
export const OTHERS_FOLDER = '.cache/gateways';

const FILES = ['package.json', 'package-lock.json'] as const;
/** npm writes it into `node_modules` at the end of an installation. */
const INSTALLED = 'node_modules/.package-lock.json';

/** Installs the other gateways, unless they are installed in the versions of `package-lock.json`. */
export async function installOthers(): Promise<void> {
  const folder = path.join(root, OTHERS_FOLDER);
  if (await isInstalled(folder)) return;
  await mkdir(folder, { recursive: true });
  for (const file of FILES) await copyFile(path.join(import.meta.dirname, file), path.join(folder, file));
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
}

/** True when an installation of the same versions has ended. */
async function isInstalled(folder: string): Promise<boolean> {
  const read = (file: string): Promise<string | null> => ifExists(readFile(file, 'utf8'));
  const [wanted, present, installed] = await Promise.all([
    read(path.join(import.meta.dirname, 'package-lock.json')),
    read(path.join(folder, 'package-lock.json')),
    read(path.join(folder, INSTALLED)),
  ]);
  return wanted === present && installed !== null;
}
