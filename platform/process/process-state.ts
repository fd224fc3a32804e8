import { readFile } from 'node:fs/promises';

/** Whether a process runs. One that has ended and was not waited for yet (a zombie) does not. */
export async function isProcessRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const fields = await statOf(pid);
  return fields?.[0] !== 'Z';
}

/** When a process started, in ticks since boot, as Linux tells it; null elsewhere. */
export async function startOfProcess(pid: number): Promise<string | null> {
  const fields = await statOf(pid);
  return fields?.[19] ?? null;
}

/** The fields of /proc/PID/stat after the command's name, which may hold spaces. */
async function statOf(pid: number): Promise<string[] | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}
