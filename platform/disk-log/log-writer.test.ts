import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createFaultyFiles, type FileFaults } from './test/faulty-files.ts';
import { createMemoryFiles, type MemoryFiles } from './test/memory-files.ts';
import { FORMAT, HEADER_BYTES, openTestLog } from './test/test-log.ts';
import { readSegment } from './segment.ts';

const FIRST = 'log-00000000';
const fullDisk = (): Error => Object.assign(new Error('no space'), { code: 'ENOSPC' });

const framesIn = (files: MemoryFiles, file = FIRST, firstIndex = 0) =>
  readSegment(FORMAT, { file, firstIndex, isNewest: true }, files.contents.get(file) ?? Buffer.alloc(0))
    .frames;
const recordsIn = async (files: MemoryFiles): Promise<readonly string[]> =>
  (await openTestLog(files)).records;

/** Files whose appends wait until they are let through. */
function createSlowFiles() {
  const files = createMemoryFiles();
  const held: (() => void)[] = [];
  const before: FileFaults['before'] = (change) =>
    change === 'append' ? new Promise((resolve) => held.push(resolve)) : undefined;
  const letThrough = async (): Promise<void> => {
    while (held.length === 0) await setImmediate();
    held.shift()?.();
  };
  return { files, slow: createFaultyFiles(files, { before }), letThrough };
}

describe('a group', () => {
  test('is what was appended in one run of the event loop, and then what was appended during a write', async () => {
    const { files, slow, letThrough } = createSlowFiles();
    const log = await openTestLog(slow);
    const acknowledged: string[] = [];
    const append = (...texts: string[]) =>
      log.append(texts).then((index) => void acknowledged.push(`${texts.join()} at ${index}`));
    const first = Promise.all([append('a', 'b'), append('c')]);
    while ((await files.list()).length === 0) await setImmediate();
    const second = Promise.all([append('d'), append('e', 'f'), append('g')]);
    expect(acknowledged).toEqual([]);
    await letThrough();
    await first;
    expect(acknowledged).toEqual(['a,b at 0', 'c at 2']);
    await letThrough();
    await second;
    expect(acknowledged.slice(2)).toEqual(['d at 3', 'e,f at 4', 'g at 6']);
    expect(framesIn(files).map(({ firstIndex, count }) => [firstIndex, count])).toEqual([
      [0, 3],
      [3, 4],
    ]);
  });

  test('is limited, so that no frame grows without end', async () => {
    const files = createMemoryFiles();
    const log = await openTestLog(files);
    const large = 'x'.repeat(600_000);
    await Promise.all([large, large, large, large].map((text) => log.append([text])));
    expect(framesIn(files).map(({ count }) => count)).toEqual([2, 2]);
  });

  test('loses only the append that cannot be encoded', async () => {
    const files = createMemoryFiles();
    const log = await openTestLog(files);
    const outcomes = await Promise.allSettled([
      log.append(['a']),
      log.writer.append(1, (to) => {
        to.text('half');
        throw new Error('not encodable');
      }),
      log.append(['b']),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await recordsIn(files)).toEqual(['a', 'b']);
    await log.writer.startSegment();
    expect(framesIn(files)).toHaveLength(1);
  });
});

describe('a new file', () => {
  test('begins after the records that were appended before the switch', async () => {
    const files = createMemoryFiles();
    const log = await openTestLog(files);
    const [, , index] = await Promise.all([log.append(['a']), log.append(['b']), log.writer.startSegment()]);
    expect(index).toBe(2);
    const [, next] = await Promise.all([log.append(['c']), log.writer.startSegment(), log.append(['d'])]);
    expect(next).toBe(3);
    expect(await files.list()).toEqual(['log-00000000', 'log-00000002', 'log-00000003']);
    expect(await recordsIn(files)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is not made twice when nothing was appended', async () => {
    const files = createMemoryFiles();
    const log = await openTestLog(files);
    await log.writer.startSegment();
    expect(await log.writer.startSegment()).toBe(0);
    expect(await files.list()).toEqual([FIRST]);
  });

  test('follows when a file is long enough', async () => {
    const files = createMemoryFiles();
    const log = await openTestLog(files, { segmentBytes: HEADER_BYTES + 1 });
    for (const text of ['a', 'b', 'c']) await log.append([text]);
    expect(await files.list()).toHaveLength(3);
    expect(await recordsIn(files)).toEqual(['a', 'b', 'c']);
  });
});

describe('a write that fails', () => {
  const failing = (fault: { error: Error | null }, keepBytes: number) => {
    const files = createMemoryFiles();
    const append: FileFaults['append'] = () => fault.error && { keepBytes, error: fault.error };
    return { files, faulty: createFaultyFiles(files, { append }) };
  };

  test.each([0, 1, 30, 10_000])(
    'on a full disk, after %i bytes, rejects its appends alone',
    async (keepBytes) => {
      const fault: { error: Error | null } = { error: null };
      const { files, faulty } = failing(fault, keepBytes);
      const log = await openTestLog(faulty);
      await log.append(['a']);
      fault.error = fullDisk();
      await expect(Promise.all([log.append(['lost']), log.append(['too'])])).rejects.toThrow('no space');
      expect(log.writer.failure()).toBeNull();
      fault.error = null;
      expect(await log.append(['b'])).toBe(1);
      expect(await recordsIn(files)).toEqual(['a', 'b']);
    },
  );

  test.each([
    { error: fullDisk(), survivesFullDisk: false },
    { error: Object.assign(new Error('bad disk'), { code: 'EIO' }), survivesFullDisk: true },
  ])('for good ends the log: $error.message, $survivesFullDisk', async ({ error, survivesFullDisk }) => {
    const fault: { error: Error | null } = { error };
    const { faulty } = failing(fault, 3);
    const log = await openTestLog(faulty, { survivesFullDisk });
    const outcomes = await Promise.allSettled([
      log.append(['a']),
      log.writer.startSegment(),
      log.append(['b']),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    fault.error = null;
    await expect(log.append(['c'])).rejects.toThrow('failed before');
    expect(log.writer.failure()).toBe(error);
  });

  test('and cannot be cut off ends the log too', async () => {
    const files = createMemoryFiles();
    const faulty = createFaultyFiles(files, {
      append: () => ({ keepBytes: 5, error: fullDisk() }),
      before: (change) => {
        if (change === 'truncate') throw new Error('cannot cut');
      },
    });
    const log = await openTestLog(faulty);
    await expect(log.append(['a'])).rejects.toThrow('no space');
    expect(log.writer.failure()?.message).toBe('cannot cut');
  });
});
