import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWritable } from './writable-folder.ts';

let root = '';
beforeAll(async () => void (root = await mkdtemp(path.join(tmpdir(), 'my-broker-folder-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

test('creates a folder and its parents, and leaves nothing in it', async () => {
  const folder = path.join(root, 'a/b/c');
  await makeWritable(folder);
  await makeWritable(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('concurrent calls may create the same folders', async () => {
  const folders = Array.from({ length: 20 }, (_, index) => path.join(root, 'together/above', String(index)));
  await expect(Promise.all(folders.map(makeWritable))).resolves.toHaveLength(20);
});

test('refuses a path that is a file or lies below one', async () => {
  const file = path.join(root, 'file');
  await writeFile(file, '');
  await expect(makeWritable(file)).rejects.toThrow(`the folder ${file} cannot be written: it is a file`);
  await expect(makeWritable(path.join(file, 'x/y'))).rejects.toThrow('a part of the path is a file');
});

test.skipIf(!existsSync('/proc/self'))(
  'refuses at once on a file system that takes no new folder',
  async () => {
    await expect(makeWritable('/proc/my-broker/data')).rejects.toThrow('it cannot be created there');
  },
);
