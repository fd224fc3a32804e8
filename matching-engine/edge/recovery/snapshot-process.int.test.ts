import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFastBook } from '../../core/fast/fast-book.ts';
import { openDiskFiles } from '#platform/disk-log/disk-files.ts';
import { buy, define, setPhase } from '#test/support/engine/commands.ts';
import { recover } from './recovery.ts';
import { makeSnapshotInProcess } from './snapshot-process.ts';

const settings = { book: createFastBook };

test(
  'a snapshot made by another process holds the state after its command',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'snapshot-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const files = await openDiskFiles(folder);
    const { exchange, journal } = await recover(files, settings, () => 'jnl_1');
    const commands = [define(), setPhase('CONTINUOUS'), buy('a', 100, 2890), buy('b', 100, 2891)];
    await journal.append({ atMs: 1_000, confirmedIndex: 0, commands });
    for (const command of commands) exchange.apply(command, 1_000);
    const index = await journal.startSegment();
    await journal.append({ atMs: 1_000, confirmedIndex: 0, commands: [buy('c', 100, 2892)] });
    const task = { folder, index, shard: 0 };
    expect(await makeSnapshotInProcess(task)).toBe(4);
    await journal.dropThrough(4);
    expect(await files.list()).toEqual([
      'journal-0000000000000005-00000001.log',
      'snapshot-0000000000000004.json',
    ]);
    const recovered = await recover(files, settings, () => 'jnl_1');
    expect(recovered.snapshotIndex).toBe(4);
    exchange.apply(buy('c', 100, 2892), 1_000);
    expect(recovered.exchange.stateHash()).toBe(exchange.stateHash());
    await expect(makeSnapshotInProcess({ ...task, index: 3 })).rejects.toThrow(
      /process that makes a snapshot/,
    );
    await files.close();
  },
);
