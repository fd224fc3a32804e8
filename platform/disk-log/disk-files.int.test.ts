import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDiskFiles, removeLeftovers } from './disk-files.ts';
import { LogLost } from './errors.ts';
import type { LogFiles } from './files.ts';
import { createMemoryFiles } from './test/memory-files.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'journal-'))));
afterEach(() => rm(folder, { recursive: true }));

const OPENERS: readonly { where: string; open: () => Promise<LogFiles> }[] = [
  { where: 'on disk', open: () => openDiskFiles(path.join(folder, 'made')) },
  { where: 'in memory', open: async () => createMemoryFiles() },
];

describe.each(OPENERS)('files $where', ({ open }) => {
  const names = async (files: LogFiles): Promise<string[]> => [...(await files.list())];
  const text = async (files: LogFiles, name: string): Promise<string> => (await files.read(name)).toString();

  test('are written, added to, replaced and removed', async () => {
    const files = await open();
    await files.write('b', Buffer.from('one'));
    await files.append('b', Buffer.from(' two'));
    await files.append('b', Buffer.from(' three'));
    await files.write('a', Buffer.from('first'));
    expect(await names(files)).toEqual(['a', 'b']);
    expect(await text(files, 'b')).toBe('one two three');
    await files.write('b', Buffer.from('new'));
    await files.append('b', Buffer.from('er'));
    expect(await text(files, 'b')).toBe('newer');
    await files.remove('b');
    expect(await names(files)).toEqual(['a']);
    await files.close();
  });

  test('are read in parts, and cut to a length', async () => {
    const files = await open();
    await files.create('a', Buffer.from('0123456789'));
    expect((await files.readAt('a', 3, 4)).toString()).toBe('3456');
    expect((await files.readAt('a', 8, 4)).toString()).toBe('89');
    expect((await files.readAt('a', 20, 4)).toString()).toBe('');
    await files.append('a', Buffer.from('abc'));
    await files.truncate('a', 4);
    await files.append('a', Buffer.from('x'));
    expect(await text(files, 'a')).toBe('0123x');
    await files.close();
  });

  test('an existing file is not created again', async () => {
    const files = await open();
    await files.create('a', Buffer.from('one'));
    await expect(files.create('a', Buffer.from('two'))).rejects.toThrow();
    expect(await text(files, 'a')).toBe('one');
    expect(await names(files)).toEqual(['a']);
    await files.close();
  });

  test('a missing file is neither appended to nor read', async () => {
    const files = await open();
    await expect(files.append('none', Buffer.from('x'))).rejects.toThrow();
    await expect(files.read('none')).rejects.toThrow(expect.objectContaining({ code: 'ENOENT' }));
    await expect(files.readAt('none', 0, 1)).rejects.toThrow(expect.objectContaining({ code: 'ENOENT' }));
    await files.remove('none');
    expect(await names(files)).toEqual([]);
    await files.close();
  });
});

describe('a folder on disk', () => {
  test('that another process took over takes no more changes, and acknowledges none', async () => {
    let isOurs = true;
    const files = await openDiskFiles(folder, () => isOurs);
    await files.create('a', Buffer.from('one'));
    isOurs = false;
    await expect(files.append('a', Buffer.from(' two'))).rejects.toThrow(LogLost);
    for (const change of [
      () => files.create('b', Buffer.from('x')),
      () => files.write('a', Buffer.from('x')),
      () => files.remove('a'),
      () => files.truncate('a', 1),
    ])
      await expect(change()).rejects.toThrow(LogLost);
    expect(await files.list()).toEqual(['a']);
    expect((await files.read('a')).toString()).toBe('one two');
    await files.close();
  });

  test('that cannot be made is an error that names it', async () => {
    await writeFile(path.join(folder, 'file'), '');
    await expect(openDiskFiles(path.join(folder, 'file', 'inside'))).rejects.toThrow(/file/);
  });

  test('does not show what a crash left of a write', async () => {
    await writeFile(path.join(folder, 'snapshot.tmp'), 'half');
    const files = await openDiskFiles(folder);
    expect(await files.list()).not.toContain('snapshot.tmp');
    await removeLeftovers(folder);
    expect(await readdir(folder)).toEqual([]);
    await files.close();
  });
});
