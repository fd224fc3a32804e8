import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileProgram } from '#test/support/programs/compile-program.ts';
import { createWallClock } from '../time/clock.ts';
import { silentLog } from '../observability/log.ts';
import { commandQueueContract } from '../ports/command-queue.contract.ts';
import { eventLogContract } from '../ports/event-log.contract.ts';
import { numbered, text, until } from '../ports/support.contract.ts';
import { createFullBatches } from './full-batches.ts';
import { createDurableEventLog } from './event-log/durable-event-log.ts';
import { createDurableQueue } from './queue/durable-queue.ts';
import { openDurableStorage } from './storage/durable-storage.ts';
import { createInProcessEventLog, type InProcessEventLog } from './event-log/event-log.ts';
import { createInProcessQueue, type InProcessQueue } from './queue/queue.ts';
import type { Storage } from './storage/storage.ts';

const wallClock = createWallClock();
const makeFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'my-broker-ports-'));
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });

/** A crashed adapter's storage gives its files back, as the death of its process does. */
async function openStorages() {
  const folder = await makeFolder();
  const storages: Storage[] = [];
  return {
    open: async (): Promise<Storage> => {
      const storage = await openDurableStorage({ folder, clock: wallClock, segmentBytes: 512 });
      storages.push(storage);
      return storage;
    },
    closeLast: async () => storages.pop()?.close(),
    dispose: async () => {
      await Promise.all(storages.map((storage) => storage.close()));
      await remove(folder);
    },
  };
}
const fullBatches = createFullBatches(wallClock);
const adapter = { wallClock, log: silentLog, faults: {}, fullBatches };

describe('the durable command queue', () => {
  commandQueueContract(async () => {
    const storages = await openStorages();
    return {
      open: async () => createInProcessQueue({ storage: await storages.open(), ...adapter }),
      crash: async (queue) => {
        (queue as InProcessQueue).crash();
        await storages.closeLast();
      },
      dispose: storages.dispose,
      shared: false,
    };
  });
});

describe('the durable event log', () => {
  eventLogContract(async () => {
    const storages = await openStorages();
    const retention = { keepMs: 60_000, keepBytes: 1_000_000 };
    return {
      open: async () => createInProcessEventLog({ storage: await storages.open(), retention, ...adapter }),
      crash: async (log) => {
        (log as InProcessEventLog).crash();
        await storages.closeLast();
      },
      dispose: storages.dispose,
    };
  });
});

describe('a durable adapter', () => {
  let folder: string;
  beforeEach(async () => void (folder = await makeFolder()));
  afterEach(() => remove(folder));
  const settings = () => ({ wallClock, log: silentLog, segmentBytes: 4_096 });
  const openQueue = async () => {
    const queue = await createDurableQueue({ folder: `${folder}/queue`, ...settings() });
    await queue.declare('q');
    return queue;
  };
  const openLog = async (compacted = false) => {
    const log = await createDurableEventLog({
      folder: `${folder}/log`,
      ...settings(),
      retention: { keepMs: 0, keepBytes: 0 },
    });
    await log.declare('t', { compacted });
    return log;
  };
  const message = (body: string) => ({ body: Buffer.from(body), messageId: body, correlationId: '' });

  test('loses nothing confirmed when its process is killed, again and again', async () => {
    const confirmed: number[] = [];
    for (let round = 0; round < 4; round++)
      confirmed.push(...(await publishUntilKilled(folder, round * 1_000_000)));
    const queue = await openQueue();
    const log = await openLog();
    const queued: number[] = [];
    const logged: number[] = [];
    await queue.consume('q', { maxBatch: 100 }, async (batch) => {
      queued.push(...batch.map(({ body }) => Number(text(body))));
    });
    await log.read(['t'], { from: 'beginning' }, async (batch) => {
      logged.push(...batch.map(({ value }) => Number(text(value))));
    });
    await until(async () => (await queue.depth('q')) === 0);
    await until(() => logged.length >= confirmed.length);
    expect(confirmed.length).toBeGreaterThan(100);
    expect(confirmed.filter((number) => !queued.includes(number))).toEqual([]);
    expect(confirmed.filter((number) => !logged.includes(number))).toEqual([]);
    expect(new Set(queued).size).toBe(queued.length);
    await queue.close();
    await log.close();
  });

  test('drops settled messages, so that its files stay bounded', async () => {
    const queue = await openQueue();
    await queue.consume('q', { maxBatch: 50 }, async () => undefined);
    for (const body of numbered('a message that takes some room ', 400))
      await queue.publish('q', [message(body)]);
    await until(async () => (await queue.depth('q')) === 0);
    await until(async () => (await bytesIn(`${folder}/queue/q`)) < 3 * 4_096);
    await queue.close();
  });

  test('drops old records once every group has handled them, and not before', async () => {
    const log = await openLog();
    const stop = await log.read(['t'], { group: 'slow' }, async () => undefined);
    await log.append('t', [{ key: 'k', value: Buffer.from('first') }]);
    await until(async () => (await log.lag(['t'], 'slow')) === 0);
    await stop();
    const append = async () => {
      for (let index = 0; index < 200; index++)
        await log.append('t', [{ key: 'k', value: Buffer.alloc(50, index) }]);
    };
    await append();
    expect(await bytesIn(`${folder}/log/t`)).toBeGreaterThan(200 * 50);
    const stopAgain = await log.read(['t'], { group: 'slow' }, async () => undefined);
    await until(async () => (await log.lag(['t'], 'slow')) === 0);
    await log.append('t', [{ key: 'k', value: Buffer.from('last') }]);
    expect(await bytesIn(`${folder}/log/t`)).toBeLessThan(2 * 4_096);
    await stopAgain();
    await log.close();
  });

  test('compacts to the newest record of each key, before and after a restart', async () => {
    let log = await openLog(true);
    for (let index = 0; index < 600; index++)
      await log.append('t', [
        { key: `key${index % 3}`, value: Buffer.from(`a value of some length ${index}`) },
      ]);
    await log.append('t', [{ key: 'once', value: Buffer.from('only') }]);
    for (let index = 600; index < 1_200; index++)
      await log.append('t', [
        { key: `key${index % 3}`, value: Buffer.from(`a value of some length ${index}`) },
      ]);
    expect(await bytesIn(`${folder}/log/t`)).toBeLessThan(5 * 4_096);
    for (const round of [1, 2]) {
      const newest = new Map<string, string>();
      const stop = await log.read(['t'], { from: 'beginning' }, async (batch) => {
        for (const { key, value } of batch) newest.set(key, text(value));
      });
      await until(() => newest.get('key2') === 'a value of some length 1199');
      expect(newest.get('once')).toBe('only');
      await stop();
      await log.close();
      if (round === 1) log = await openLog(true);
    }
  });

  test('refuses a folder that it cannot write to, in one line', async () => {
    await writeFile(`${folder}/file`, '');
    await expect(createDurableQueue({ folder: `${folder}/file`, ...settings() })).rejects.toThrow(
      /cannot be written: /,
    );
  });

  test('refuses a folder that another process has open', async () => {
    const child = await startPublisher(folder, 0);
    await once(child.stdout, 'data');
    await expect(createDurableQueue({ folder: `${folder}/queue`, ...settings() })).rejects.toThrow(
      `is in use by the process ${child.pid}`,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});

async function startPublisher(folder: string, first: number) {
  const program = await compileProgram('test/support/programs/publish-until-killed.ts');
  return spawn(process.execPath, [program, folder, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The numbers that a process had confirmed when it was killed in the midst of its work. */
async function publishUntilKilled(folder: string, first: number): Promise<number[]> {
  const child = await startPublisher(folder, first);
  const ended = once(child, 'exit');
  const confirmed: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    confirmed.push(Number(line));
    if (confirmed.length === 60) child.kill('SIGKILL');
  }
  // Its output ends a moment before the process does, and until then its folder is in use.
  await ended;
  return confirmed;
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        (found) => found.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
