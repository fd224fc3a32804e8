import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { buy } from '#test/support/engine/commands.ts';
import { createFaultyFiles } from '#platform/disk-log/test/faulty-files.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { createWorld, until } from '#test/support/engine/engine-harness.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';

/** Files whose appends wait until the test releases them. */
function createSlowDisk() {
  const held: (() => void)[] = [];
  let isHolding = false;
  const wrap = (files: LogFiles): LogFiles =>
    createFaultyFiles(files, {
      before: async (change) => {
        if (change === 'append' && isHolding) await new Promise<void>((resolve) => held.push(resolve));
      },
    });
  return {
    wrap,
    hold: () => void (isHolding = true),
    /** Releases the oldest append. */
    releaseOne: () => held.shift()?.(),
    releaseAll: () => {
      isHolding = false;
      for (const resolve of held.splice(0)) resolve();
    },
    waiting: () => held.length,
  };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await setImmediate();
};

async function startOnSlowDisk() {
  const world = await createWorld();
  await world.list(instrumentFact());
  const disk = createSlowDisk();
  const { part } = await world.start({ wrapFiles: (files) => disk.wrap(files) });
  await until(world, async () => (await part.readiness()).every(({ ready }) => ready));
  return { world, disk, part };
}

describe('while a group waits for the disk', () => {
  test('applies the next group, and publishes neither before the disk has synced, then both in order', async () => {
    const { world, disk, part } = await startOnSlowDisk();
    disk.hold();
    await world.send(buy('a', 100, 2890));
    await until(world, () => disk.waiting() === 1);
    // An operator's call forms the next group.
    const published = part.calls.publishBooks({ tickers: ['PETR4'] });
    await turns();
    expect(await world.reports()).toEqual([]);
    const { commands, confirmedCommands } = await part.calls.stateHash({});
    expect(commands - confirmedCommands).toBe(2);
    expect(disk.waiting()).toBe(1);
    disk.releaseOne();
    await until(world, async () => (await world.reports()).length === 1);
    await until(world, () => disk.waiting() === 1);
    const snapshots = async (): Promise<number> =>
      (await world.marketData()).filter(({ type }) => type === 'BOOK_SNAPSHOT').length;
    const before = await snapshots();
    await turns();
    expect(await snapshots()).toBe(before);
    disk.releaseAll();
    await published;
    expect(await snapshots()).toBe(before + 1);
    await part.stop();
  });
});
