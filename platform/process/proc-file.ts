import { readFile } from 'node:fs/promises';

/** The process has ended before its file was opened, or before it was read. */
const ENDED: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH']);

/** A file that Linux has of a process in /proc; null when the process has ended, and on other systems. */
export async function readProcFile(pid: number | 'self', name: string): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    if (ENDED.has((error as NodeJS.ErrnoException).code)) return null;
    throw error;
  }
}

/** The fields of /proc/PID/stat from the third on: the second, the command's name, may hold spaces. */
export async function statFields(pid: number): Promise<readonly string[] | null> {
  const text = await readProcFile(pid, 'stat');
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Resident memory of a process in bytes; 0 when it has ended, and on systems without /proc. */
export async function residentBytes(pid: number): Promise<number> {
  const status = (await readProcFile(pid, 'status')) ?? '';
  return 1_024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}
