import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Stop } from '../process/part.ts';
import { isProcessRunning, startOfProcess } from '../process/process-state.ts';
import { StartError } from '../process/start-error.ts';

/** Whose lock it is. `startedAt` tells a process from a later one with the same number, where the system can say. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string | null;
}

/**
 * Takes the lock of a folder, so that two processes never write to it at once. A lock whose process is gone is taken
 * over. Resolves with what gives it back.
 *
 * @param file where the lock is kept
 * @param what is locked, in the message: "the data folder .data"
 * @throws StartError when another process holds it
 */
export async function takeLock(file: string, what: string): Promise<Stop> {
  const mine: Holder = { pid: process.pid, startedAt: await startOfProcess(process.pid) };
  const text = `${JSON.stringify(mine)}\n`;
  for (;;) {
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o644 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(file);
    if (holder && (await isRunning(holder))) {
      throw new StartError(`${what} is in use by the process ${holder.pid}: stop that one or choose another`);
    }
    await rm(file, { force: true });
  }
  return async () => {
    const holder = await readHolder(file);
    if (holder?.pid === mine.pid) await rm(file, { force: true });
  };
}

/** Null for a lock that was cut off by a crash while it was written, or is gone by now. */
async function readHolder(file: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A process that is another one by now has another start. */
async function isRunning({ pid, startedAt }: Holder): Promise<boolean> {
  if (!(await isProcessRunning(pid))) return false;
  return startedAt === null || startedAt === (await startOfProcess(pid));
}
