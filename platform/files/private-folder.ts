import { chmod, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../process/start-error.ts';
import { isMissing } from './exists.ts';

/** Mode of a folder that only its owner may enter. */
export const PRIVATE_FOLDER_MODE = 0o700;
/** Mode of a file that only its owner may read. */
export const PRIVATE_FILE_MODE = 0o600;

/** The bits that let other users in. */
const OTHERS = 0o077;

export interface PrivateFolderOptions {
  /** Names of entries that show that the folder holds this program's data, so that its mode may change. */
  readonly ownEntries: readonly string[];
  /** Folders whose contents another program protects by itself. */
  readonly exempt?: readonly string[];
}

/**
 * Takes the rights of other users from a folder and everything in it, whatever created them. An open folder that holds
 * foreign files is refused instead: it may be a home folder or /tmp, which must keep its mode. Links are not followed.
 *
 * @throws StartError when the folder belongs to another user, or is open to others and not this program's own
 */
export async function closeToOthers(
  folder: string,
  { ownEntries, exempt = [] }: PrivateFolderOptions,
): Promise<void> {
  const { uid, mode } = await lstat(folder);
  const user = process.getuid?.();
  if (user !== undefined && uid !== user) {
    throw new StartError(
      `the folder ${folder} belongs to the user ${uid}, who could read what the user ${user} writes there: run as that user, or choose another folder`,
    );
  }
  // A file system of its own has this folder at its root.
  const names = (await readdir(folder)).filter((name) => name !== 'lost+found');
  const isOwn = names.length === 0 || names.some((name) => ownEntries.includes(name));
  if ((mode & OTHERS) !== 0 && !isOwn) {
    const shown = (mode & 0o777).toString(8);
    throw new StartError(
      `the folder ${folder} holds other files and is open to other users (mode ${shown}): run "chmod 700" on it, or choose another folder`,
    );
  }
  await tighten(folder, new Set(exempt.map((one) => path.resolve(one))));
}

async function tighten(file: string, exempt: ReadonlySet<string>): Promise<void> {
  try {
    const found = await lstat(file);
    if (found.isSymbolicLink()) return;
    if ((found.mode & OTHERS) !== 0) await chmod(file, found.mode & 0o700);
    if (!found.isDirectory() || exempt.has(path.resolve(file))) return;
    for (const name of await readdir(file)) await tighten(path.join(file, name), exempt);
  } catch (error) {
    // Another process of the same broker may remove a file meanwhile.
    if (!isMissing(error)) throw error;
  }
}
