import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A folder that another running process writes to. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Takes a folder for this process alone, so that two do not write to the same files. A lock that a killed process left
 * is taken over. The answer gives it back.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'lock');
  const holder = await readFile(file, 'utf8').catch(() => '');
  const [pid] = holder.split(' ');
  if (pid && Number(pid) !== process.pid && holder === (await identityOf(Number(pid))))
    throw new FolderInUse(`${folder} is in use by process ${pid}; stop it, or choose another folder`);
  await writeFile(file, (await identityOf(process.pid)) ?? '');
  return () => rm(file, { force: true });
}

/** A process id and, where the system tells it, when that process began: ids are given out again. */
async function identityOf(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${pid} ${startedAt}`;
}
