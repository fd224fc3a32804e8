import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWritable } from './writable-folder.ts';

let root = '';
beforeAll(async () => void (root = await mkdtemp(path.join(tmpdir(), 'my-broker-folder-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

test('a folder and those above it are made, and nothing is left in it', async () => {
  const folder = path.join(root, 'a/b/c');
  await makeWritable(folder);
  await makeWritable(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('those that start together may make the same folders', async () => {
  const folders = Array.from({ length: 20 }, (_, index) => path.join(root, 'together/above', String(index)));
  await expect(Promise.all(folders.map(makeWritable))).resolves.toHaveLength(20);
});

test('a file is no folder, nor is anything below it', async () => {
  const file = path.join(root, 'file');
  await writeFile(file, '');
  await expect(makeWritable(file)).rejects.toThrow(`the folder ${file} cannot be written: it is a file`);
  await expect(makeWritable(path.join(file, 'x/y'))).rejects.toThrow('a part of the path is a file');
});

test.skipIf(!existsSync('/proc/self'))('where no folder can be made, that is said at once', async () => {
  await expect(makeWritable('/proc/my-broker/data')).rejects.toThrow('it cannot be made there');
});
