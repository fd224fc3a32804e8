import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../process/start-error.ts';
import { isMissing } from './exists.ts';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from './private-folder.ts';

/**
 * Creates a folder that other users cannot enter, and writes a probe file in it, so that a start fails early with the
 * reason.
 *
 * @throws StartError with the reason
 */
export async function makeWritable(folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    await makeFolder(path.resolve(folder));
    await writeFile(probe, '', { mode: PRIVATE_FILE_MODE });
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
      ENOENT: 'it cannot be created there',
    };
    throw new StartError(`the folder ${folder} cannot be written: ${reasons[code] ?? code}`);
  }
}

/**
 * Creates a folder and its parents, and repeats each `mkdir` once after its parent exists. Node's own recursive `mkdir`
 * never ends on a file system such as /proc, where `mkdir` in an existing folder fails with ENOENT.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    if (!isMissing(error) || path.dirname(folder) === folder) throw error;
    await makeFolder(path.dirname(folder));
    await makeOne(folder);
  }
}

/** Creates one folder. It may exist already; another process that starts at the same moment may create it first. */
async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: PRIVATE_FOLDER_MODE });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(folder)).isDirectory())
      throw error;
  }
}
