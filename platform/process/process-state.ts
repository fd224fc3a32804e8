import { readFile } from 'node:fs/promises';

/** True when the process runs. A zombie (a process that has ended and was not waited for) does not run. */
export async function isProcessRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const fields = await statOf(pid);
  return fields?.[0] !== 'Z';
}

/** The start time of a process in clock ticks since boot, from Linux' /proc; null on other systems. */
export async function startOfProcess(pid: number): Promise<string | null> {
  const fields = await statOf(pid);
  return fields?.[19] ?? null;
}

/** The fields of /proc/PID/stat after the command's name, which may hold spaces. */
async function statOf(pid: number): Promise<string[] | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}
