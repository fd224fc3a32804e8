import { chmod, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { closeToOthers } from './private-folder.ts';

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-private-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const modeOf = async (file: string): Promise<string> => ((await lstat(file)).mode & 0o777).toString(8);

const OWN = { ownEntries: ['broker.lock'] };

describe('a folder open to others', () => {
  test('is closed with everything in it when it holds own data', async () => {
    const folder = await scratchFolder();
    await mkdir(path.join(folder, 'queue'));
    for (const name of ['broker.lock', 'queue/log']) {
      await writeFile(path.join(folder, name), '');
      await chmod(path.join(folder, name), 0o666);
    }
    for (const one of ['queue', '.']) await chmod(path.join(folder, one), 0o777);
    await closeToOthers(folder, OWN);
    expect(await modeOf(folder)).toBe('700');
    expect(await modeOf(path.join(folder, 'queue'))).toBe('700');
    expect(await modeOf(path.join(folder, 'queue/log'))).toBe('600');
    expect(await modeOf(path.join(folder, 'broker.lock'))).toBe('600');
  });

  test('is closed when it is empty', async () => {
    const folder = await scratchFolder();
    await chmod(folder, 0o755);
    await closeToOthers(folder, OWN);
    expect(await modeOf(folder)).toBe('700');
  });

  test('is refused and left alone when it holds other files', async () => {
    const folder = await scratchFolder();
    await writeFile(path.join(folder, 'letter'), '');
    await chmod(folder, 0o755);
    await expect(closeToOthers(folder, OWN)).rejects.toThrow(
      `the folder ${folder} holds other files and is open to other users (mode 755): run "chmod 700" on it`,
    );
    expect(await modeOf(folder)).toBe('755');
  });
});

test('links are not followed, and exempt folders keep their contents', async () => {
  const folder = await scratchFolder();
  const outside = path.join(await scratchFolder(), 'outside');
  const exempt = path.join(folder, 'cluster');
  await mkdir(exempt);
  for (const file of [outside, path.join(exempt, 'file')]) {
    await writeFile(file, '');
    await chmod(file, 0o644);
  }
  await symlink(outside, path.join(folder, 'link'));
  await closeToOthers(folder, { ...OWN, exempt: [exempt] });
  expect(await modeOf(outside)).toBe('644');
  expect(await modeOf(path.join(exempt, 'file'))).toBe('644');
});
