import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { expect, onTestFinished, test } from 'vitest';
import { compileProgram } from '#test/support/programs/compile-program.ts';
import { projectRoot } from '#test/support/programs/run-program.ts';
import { dataLayout, openDataFolder } from '../data-dir.ts';

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-data-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `npm start`'s program under an umask that takes no right away, until it is ready. */
async function startWithoutUmask(dataDir: string): Promise<void> {
  const program = await compileProgram('processes/embedded/main.ts');
  const child = spawn('sh', ['-c', 'umask 0; exec "$0" "$1"', process.execPath, program], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, SIMULATOR: 'off', MARKET: 'continuous' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  for await (const line of createInterface(child.stdout)) if (line.startsWith('ready after')) return;
  throw new Error('the broker ended before it was ready');
}

/** Paths below a folder, and the folder, that other users may enter, read or write. */
async function openToOthers(file: string): Promise<string[]> {
  const found = await lstat(file).catch(() => null);
  if (found === null || found.isSymbolicLink()) return [];
  const below = found.isDirectory() ? await readdir(file) : [];
  const inside = await Promise.all(below.map((name) => openToOthers(path.join(file, name))));
  const shown = (found.mode & 0o777).toString(8);
  return [...((found.mode & 0o077) === 0 ? [] : [`${file} ${shown}`]), ...inside.flat()];
}

test('other users can read nothing of a running broker, whatever the umask and the old modes', async () => {
  const root = path.join(await scratchFolder(), 'data');
  const { internalKey } = dataLayout(root);
  await mkdir(path.dirname(internalKey), { recursive: true });
  await writeFile(internalKey, `${'A'.repeat(43)}\n`);
  for (const file of [internalKey, path.dirname(internalKey), root]) await chmod(file, 0o777);
  await startWithoutUmask(root);
  expect(await readdir(root)).toEqual(expect.arrayContaining(['event-log', 'journal', 'postgres', 'queue']));
  expect(await openToOthers(root)).toEqual([]);
}, 60_000);

test('a folder of other things that others may read is refused', async () => {
  const root = await scratchFolder();
  await writeFile(path.join(root, 'letter'), '');
  await chmod(root, 0o755);
  await expect(openDataFolder(dataLayout(root))).rejects.toThrow('holds other files and is open');
});
