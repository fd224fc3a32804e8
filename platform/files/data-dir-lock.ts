import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import type { Stop } from '../process/part.ts';
import { isProcessRunning, startOfProcess } from '../process/process-state.ts';
import { StartError } from '../process/start-error.ts';
import { checkOwnFile } from './own-file.ts';
import { PRIVATE_FILE_MODE } from './private-folder.ts';

/** The process that holds a lock. `startedAt`, where the system gives it, rules out a later process with the same pid. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string | null;
}

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
  const mine: Holder = { pid: process.pid, startedAt: await startOfProcess(process.pid) };
  const text = `${JSON.stringify(mine)}\n`;
  for (;;) {
    const handle = await createFile(file);
    if (handle) {
      await handle.writeFile(text);
      return holdLock(handle, file);
    }
    const holder = await readHolder(file);
    if (holder && (await isRunning(holder))) {
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

/** Null when the lock file is gone, or when a crash left it partly written. */
async function readHolder(file: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** False also when another process has the pid by now: its start time differs. */
async function isRunning({ pid, startedAt }: Holder): Promise<boolean> {
  if (!(await isProcessRunning(pid))) return false;
  return startedAt === null || startedAt === (await startOfProcess(pid));
}
