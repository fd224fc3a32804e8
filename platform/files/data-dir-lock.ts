import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Stop } from '../process/part.ts';
import { StartError } from '../process/start-error.ts';
import { checkOwnFile } from './own-file.ts';
import { PRIVATE_FILE_MODE } from './private-folder.ts';
import { isStillRunning, noteOfThisProcess, readProcessNote } from './process-note.ts';

/** A held lock of a folder. */
export interface FolderLock {
  /** False once the folder or its lock file is deleted, moved or replaced: see own-file.ts. */
  readonly isOurs: () => boolean;
  readonly release: Stop;
}

/**
 * Takes the lock of a folder, so that two processes never write to it at once. Takes over the lock of a process that has
 * ended.
 *
 * @param file the lock file
 * @param what the locked folder in the error message: "the data folder .data"
 * @throws StartError when another process holds it
 */
export async function takeLock(file: string, what: string): Promise<FolderLock> {
  const text = `${JSON.stringify(await noteOfThisProcess())}\n`;
  for (;;) {
    const handle = await createFile(file);
    if (handle) {
      await handle.writeFile(text);
      return holdLock(handle, file);
    }
    const holder = await readProcessNote(file);
    if (holder && (await isStillRunning(holder))) {
      throw new StartError(`${what} is in use by the process ${holder.pid}: stop that one or choose another`);
    }
    await rm(file, { force: true });
  }
}

/** Null when the file exists. */
async function createFile(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'wx', PRIVATE_FILE_MODE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return null;
  }
}

async function holdLock(handle: FileHandle, file: string): Promise<FolderLock> {
  const isOurs = await checkOwnFile(handle, file);
  return {
    isOurs,
    release: async () => {
      if (isOurs()) await rm(file, { force: true });
      await handle.close();
    },
  };
}
