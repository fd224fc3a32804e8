import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
  const release = await takeLock(file, 'the folder x');
  await expect(takeLock(file, 'the folder x')).rejects.toThrow(
    `the folder x is in use by the process ${process.pid}`,
  );
  await release();
  await (
    await takeLock(file, 'the folder x')
  )();
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
  await (
    await takeLock(file, 'the folder x')
  )();
});

test('a later process with the same pid does not hold the lock', async () => {
  const file = await lockFile();
  await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: '1' }));
  await (
    await takeLock(file, 'the folder x')
  )();
});

test('a partly written lock is taken over', async () => {
  const file = await lockFile();
  await writeFile(file, '{"pid":');
  await (
    await takeLock(file, 'the folder x')
  )();
});
