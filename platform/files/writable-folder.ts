import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../process/start-error.ts';

/**
 * Makes a folder and tries to write in it, so that the reason is known before anything depends on it.
 *
 * @throws StartError with the reason
 */
export async function makeWritable(folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    await makeFolder(path.resolve(folder));
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EACCES: 'permission denied',
      EPERM: 'permission denied',
      EROFS: 'the file system is read-only',
      ENOTDIR: 'a part of the path is a file',
      EEXIST: 'it is a file',
      ENOSPC: 'the disk is full',
      ENOENT: 'it cannot be made there',
    };
    throw new StartError(`the folder ${folder} cannot be written: ${reasons[code] ?? code}`);
  }
}

/**
 * Makes a folder and those above it, each tried once more after the one above it is there: Node's own recursive `mkdir`
 * never ends on a file system such as /proc, where making a folder in one that exists fails as if it did not.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    await makeFolder(path.dirname(folder));
    await makeOne(folder);
  }
}

/** It may be there already: from before, or made by a process that starts at the same moment. */
async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(folder)).isDirectory())
      throw error;
  }
}
