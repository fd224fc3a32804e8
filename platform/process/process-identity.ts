import { isProcessRunning, startOfProcess } from './process-state.ts';

/**
 * Identifies a running process as `PID START`. The system reuses process ids, so the start time (empty where the system
 * does not give it) distinguishes them. Null when no such process runs.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!(await isProcessRunning(pid))) return null;
  return `${pid} ${(await startOfProcess(pid)) ?? ''}`;
}
