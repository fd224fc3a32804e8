import { readdir } from 'node:fs/promises';
import { ifExists } from '#platform/files/exists.ts';
import { readProcFile, residentBytes } from '#platform/process/proc-file.ts';

/** Ids of the processes below one, itself included. Empty where the system has no /proc. */
export async function processesBelow(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of (await ifExists(readdir('/proc'))) ?? []) {
    if (!/^\d+$/.test(name)) continue;
    const parent = await parentOf(Number(name));
    if (parent !== null) parents.set(Number(name), parent);
  }
  const isBelow = (one: number | undefined): boolean =>
    one === pid || (one !== undefined && one > 1 && isBelow(parents.get(one)));
  return [...parents.keys()].filter(isBelow);
}

async function parentOf(pid: number): Promise<number | null> {
  const text = (await readProcFile(pid, 'status')) ?? '';
  const parent = /^PPid:\s+(\d+)$/m.exec(text)?.[1];
  return parent === undefined ? null : Number(parent);
}

/** Whether a process runs Node. */
export async function runsNode(pid: number): Promise<boolean> {
  const command = (await readProcFile(pid, 'cmdline')) ?? '';
  return /(^|\/)node$/.test(command.split('\0', 1)[0] ?? '');
}

/** Resident memory of processes together, in bytes; those that have ended count nothing. */
export async function residentBytesOf(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(pids.map(residentBytes));
  return sizes.reduce((sum, size) => sum + size, 0);
}
