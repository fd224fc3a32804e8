import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataLayout } from './data-dir.ts';
import { noteRunning } from './running-note.ts';
import { loadOrMakeKey } from './secrets.ts';

async function layoutOf() {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-files-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return dataLayout(folder);
}

const modeOf = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);

test("only the owner can read the key of the parts' statements", async () => {
  const { internalKey } = await layoutOf();
  expect((await loadOrMakeKey(internalKey)).isNew).toBe(true);
  expect(await modeOf(internalKey)).toBe('600');
  expect(await modeOf(path.dirname(internalKey))).toBe('700');
});

test('only the owner can read the addresses of a running broker', async () => {
  const layout = await layoutOf();
  const calls = { identity: 'i', assets: 'a', wallet: 'w', orders: 'o', engines: [['e']] };
  await noteRunning(layout, () => undefined, { graph: 'g', metrics: null, calls });
  expect(await modeOf(layout.running)).toBe('600');
});
