import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDiskFiles } from './disk-files.ts';
import { JournalInUse } from './errors.ts';
import type { JournalFiles } from './files.ts';
import { createMemoryFiles } from './memory-files.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'journal-'))));
afterEach(() => rm(folder, { recursive: true }));

const OPENERS: readonly { where: string; open: () => Promise<JournalFiles> }[] = [
  { where: 'on disk', open: () => openDiskFiles(path.join(folder, 'made')) },
  { where: 'in memory', open: async () => createMemoryFiles() },
];

describe.each(OPENERS)('files $where', ({ open }) => {
  const names = async (files: JournalFiles): Promise<string[]> =>
    (await files.list()).filter((name) => name !== 'lock');
  const text = async (files: JournalFiles, name: string): Promise<string> =>
    (await files.read(name)).toString();

  test('are written, added to, cut, replaced and removed', async () => {
    const files = await open();
    await files.write('b', Buffer.from('one'));
    await files.append('b', Buffer.from(' two'));
    await files.append('b', Buffer.from(' three'));
    await files.write('a', Buffer.from('first'));
    expect(await names(files)).toEqual(['a', 'b']);
    expect(await text(files, 'b')).toBe('one two three');
    await files.truncate('b', 7);
    await files.append('b', Buffer.from('!'));
    expect(await text(files, 'b')).toBe('one two!');
    await files.write('b', Buffer.from('new'));
    await files.append('b', Buffer.from('er'));
    expect(await text(files, 'b')).toBe('newer');
    await files.remove('b');
    expect(await names(files)).toEqual(['a']);
    await files.close();
  });

  test('one that nobody made is neither added to nor read', async () => {
    const files = await open();
    await expect(files.append('none', Buffer.from('x'))).rejects.toThrow();
    await expect(files.read('none')).rejects.toThrow();
    expect(await names(files)).toEqual([]);
    await files.close();
  });
});

describe('a folder on disk', () => {
  test('is given to one process at a time', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await writeFile(path.join(folder, 'lock'), `${other.pid}\n`);
    await expect(openDiskFiles(folder)).rejects.toThrow(JournalInUse);
    const gone = once(other, 'exit');
    other.stdin.end();
    await gone;
    const files = await openDiskFiles(folder);
    await files.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('that cannot be made is an error that names it', async () => {
    await writeFile(path.join(folder, 'file'), '');
    await expect(openDiskFiles(path.join(folder, 'file', 'inside'))).rejects.toThrow(/file/);
  });

  test('does not show what a crash left of a write', async () => {
    await writeFile(path.join(folder, 'snapshot.tmp'), 'half');
    const files = await openDiskFiles(folder);
    expect(await files.list()).not.toContain('snapshot.tmp');
    await files.close();
  });
});
