import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isProcessRunning } from '#platform/process/process-state.ts';

const PREFIX = 'my-broker-run-';

/**
 * Gives the run a temporary folder of its own (TMPDIR), also for the processes that tests start, and removes it when the run
 * ends: a test that fails or is killed leaves nothing behind. Removes the folders of runs that were killed themselves.
 */
export default async function setup(): Promise<void> {
  const parent = tmpdir();
  // Each project of a run calls this.
  if (path.basename(parent).startsWith(PREFIX)) return;
  await removeAbandoned(parent);
  const folder = await mkdtemp(path.join(parent, `${PREFIX}${process.pid}-`));
  // As open as the temporary folder itself: some tests act as other users.
  await chmod(folder, 0o1777);
  await keepLoaderCache(parent, folder);
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? 0);
    if (pid > 0 && !(await isProcessRunning(pid)))
      await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

/** The loader `tsx` keeps what it has translated in the temporary folder: without that each run would translate all again. */
async function keepLoaderCache(parent: string, folder: string): Promise<void> {
  const name = `tsx-${process.getuid?.() ?? ''}`;
  await mkdir(path.join(parent, name), { recursive: true });
  await symlink(path.join(parent, name), path.join(folder, name));
}
