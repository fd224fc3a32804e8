import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Makes a folder and tries to write in it, so that the reason is known before anything depends on it.
 *
 * @throws StartError with the reason
 */
export async function makeWritable(folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
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
