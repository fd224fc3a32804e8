import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { granted, newPerson } from '#test/e2e/support/person.ts';
import { eventually } from '#test/support/eventually.ts';
import { compileProgram } from '#test/support/programs/compile-program.ts';
import { projectRoot } from '#test/support/programs/run-program.ts';
import { dataLayout, openDataFolder } from '../data-dir.ts';

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-data-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `npm start`'s program under an umask that takes no right away, until it is ready. */
async function startWithoutUmask(dataDir: string) {
  const program = await compileProgram('processes/embedded/main.ts');
  const child = spawn('sh', ['-c', 'umask 0; exec "$0" "$1"', process.execPath, program], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, SIMULATOR: 'off', MARKET: 'continuous' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
  const ended = once(child, 'exit').then(() => child.exitCode);
  const broker = { child, ended, errors: () => errors.join(''), url: '' };
  for await (const line of createInterface(child.stdout)) {
    broker.url = /graph +(\S+)/.exec(line)?.[1] ?? broker.url;
    if (broker.url !== '') return broker;
  }
  throw new Error(`the broker ended before it was ready: ${broker.errors()}`);
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

describe('a running broker', () => {
  let root = '';
  let broker: Awaited<ReturnType<typeof startWithoutUmask>>;

  beforeAll(async () => {
    root = path.join(await mkdtemp(path.join(tmpdir(), 'my-broker-data-')), 'data');
    const { internalKey } = dataLayout(root);
    await mkdir(path.dirname(internalKey), { recursive: true });
    await writeFile(internalKey, `${'A'.repeat(43)}\n`);
    for (const file of [internalKey, path.dirname(internalKey), root]) await chmod(file, 0o777);
    broker = await startWithoutUmask(root);
  }, 60_000);

  afterAll(async () => {
    broker.child.kill('SIGTERM');
    await broker.ended;
    await rm(path.dirname(root), { recursive: true, force: true });
  });

  test('lets other users read nothing, whatever the umask and the old modes', async () => {
    expect(await readdir(root)).toEqual(
      expect.arrayContaining(['event-log', 'journal', 'postgres', 'queue']),
    );
    expect(await openToOthers(root)).toEqual([]);
  });

  test('ends when its data folder is deleted, and acknowledges nothing after that', async () => {
    const person = await newPerson(broker.url);
    let isGone = false;
    let acknowledged = 0;
    const acknowledgedTooLate: string[] = [];
    const deposits = (async () => {
      for (let number = 0; ; number += 1) {
        const isLate = isGone;
        const input = { accountId: person.accountId, amount: '1.00', clientTransferId: `deposit-${number}` };
        granted((await person.broker.deposit({ input })).deposit);
        acknowledged += 1;
        if (isLate) acknowledgedTooLate.push(input.clientTransferId);
      }
    })().catch(() => undefined);
    await eventually(() => expect(acknowledged).toBeGreaterThan(3));
    await rm(root, { recursive: true });
    isGone = true;
    expect(await broker.ended).toBe(1);
    await deposits;
    expect(acknowledgedTooLate).toEqual([]);
    expect(broker.errors()).toContain(
      `my-broker-b3: ended: the data folder ${root} was deleted, moved or replaced`,
    );
    expect(await readdir(path.dirname(root))).toEqual([]);
  });
});

test('a folder of other things that others may read is refused', async () => {
  const root = await scratchFolder();
  await writeFile(path.join(root, 'letter'), '');
  await chmod(root, 0o755);
  await expect(openDataFolder(dataLayout(root))).rejects.toThrow('holds other files and is open');
});
