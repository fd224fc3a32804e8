import { isProcessRunning, startOfProcess } from './process-state.ts';

/**
 * A running process's id and, where the system tells it, when it began, since ids are given out again: `PID BEGAN`.
 * Null when there is no such process.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!(await isProcessRunning(pid))) return null;
  return `${pid} ${(await startOfProcess(pid)) ?? ''}`;
}
