import { readFile } from 'node:fs/promises';
import { isProcessRunning, startOfProcess } from '../process/process-state.ts';
import { isMissing } from './exists.ts';

/** A process as a file names it. `startedAt`, where the system gives it, rules out a later process with the same pid. */
export interface ProcessNote {
  readonly pid: number;
  readonly startedAt: string | null;
}

/** The note of this process. */
export const noteOfThisProcess = async (): Promise<ProcessNote> => ({
  pid: process.pid,
  startedAt: await startOfProcess(process.pid),
});

/** Reads a note that was written as JSON; null when the file is gone, is empty, or was left partly written by a crash. */
export async function readProcessNote<Note extends ProcessNote>(file: string): Promise<Note | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Note;
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return null;
    throw error;
  }
}

/** Whether the process of a note runs; false also when another process has its pid by now. */
export async function isStillRunning({ pid, startedAt }: ProcessNote): Promise<boolean> {
  if (!(await isProcessRunning(pid))) return false;
  return startedAt === null || startedAt === (await startOfProcess(pid));
}
