import { statFields } from './proc-file.ts';

/** True when the process runs. A zombie (a process that has ended and was not waited for) does not run. */
export async function isProcessRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    // EPERM: it runs, as another user.
    if (code !== 'EPERM') throw error;
  }
  const fields = await statFields(pid);
  return fields?.[0] !== 'Z';
}

/** The start time of a process in clock ticks since boot, from Linux' /proc; null on other systems. */
export async function startOfProcess(pid: number): Promise<string | null> {
  const fields = await statFields(pid);
  return fields?.[19] ?? null;
}
