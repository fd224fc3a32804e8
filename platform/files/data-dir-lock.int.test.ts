import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from './data-dir-lock.ts';

async function lockFile(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, 'broker.lock');
}

test('a lock is held until it is released', async () => {
  const file = await lockFile();
  const lock = await takeLock(file, 'the folder x');
  expect(lock.isOurs()).toBe(true);
  await expect(takeLock(file, 'the folder x')).rejects.toThrow(
    `the folder x is in use by the process ${process.pid}`,
  );
  await lock.release();
  expect(lock.isOurs()).toBe(false);
  await (await takeLock(file, 'the folder x')).release();
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('the lock of a process that was killed is taken over', async () => {
  const file = await lockFile();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  await once(child, 'spawn');
  await writeFile(file, JSON.stringify({ pid: child.pid, startedAt: null }));
  await expect(takeLock(file, 'the folder x')).rejects.toThrow(`in use by the process ${child.pid}`);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  await (await takeLock(file, 'the folder x')).release();
});

test('a later process with the same pid does not hold the lock', async () => {
  const file = await lockFile();
  await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: '1' }));
  await (await takeLock(file, 'the folder x')).release();
});

test('a partly written lock is taken over', async () => {
  const file = await lockFile();
  await writeFile(file, '{"pid":');
  await (await takeLock(file, 'the folder x')).release();
});

test.each<[string, (folder: string) => Promise<unknown>]>([
  ['is deleted', (folder) => rm(folder, { recursive: true })],
  ['is moved', (folder) => rename(folder, `${folder}-moved`)],
  [
    'is replaced by a copy',
    async (folder) => {
      await cp(folder, `${folder}-moved`, { recursive: true });
      await rm(folder, { recursive: true });
      await rename(`${folder}-moved`, folder);
    },
  ],
  [
    'is replaced by a file',
    async (folder) => {
      await rm(folder, { recursive: true });
      await writeFile(folder, '');
    },
  ],
])('a lock is lost when its folder %s, and its release leaves the new one alone', async (_what, change) => {
  const file = await lockFile();
  const lock = await takeLock(file, 'the folder x');
  const folder = path.dirname(file);
  onTestFinished(() => rm(`${folder}-moved`, { recursive: true, force: true }));
  await change(folder);
  const after = await readFile(file, 'utf8').catch(() => null);
  expect(lock.isOurs()).toBe(false);
  await lock.release();
  expect(await readFile(file, 'utf8').catch(() => null)).toBe(after);
});
