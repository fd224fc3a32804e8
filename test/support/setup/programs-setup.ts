import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isProcessRunning } from '#platform/process/process-state.ts';
import { COMPILED } from '../programs/compile-program.ts';

/** Removes the compiled programs of this run at its end, and now those of runs that were killed. */
export default async function setup(): Promise<() => Promise<void>> {
  const remove = (name: string): Promise<void> =>
    rm(path.join(COMPILED, name), { recursive: true, force: true });
  for (const name of await readdir(COMPILED).catch(() => [])) {
    if (!(await isProcessRunning(Number(name)))) await remove(name);
  }
  return () => remove(String(process.pid));
}
