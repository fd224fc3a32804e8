import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerBytes } from '#platform/disk-log/segment.ts';
import { buy } from '#test/support/engine/commands.ts';
import type { ExchangeCommand } from '../exchange/commands.ts';
import { createNaiveBook } from '../core/naive/naive-book.ts';
import { createExchange } from '../exchange/exchange.ts';
import type { JournaledBatch } from './batch.ts';
import { LogCorrupt } from '#platform/disk-log/errors.ts';
import { createFaultyFiles } from '#platform/disk-log/test/faulty-files.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { openJournal } from './journal.ts';
import type { NumberedBatch } from './journal-reader.ts';
import { createMemoryFiles, type MemoryFiles } from '#platform/disk-log/test/memory-files.ts';
import { JOURNAL_FORMAT } from './journal-file.ts';
import { loadSnapshot, saveSnapshot } from './snapshots.ts';

const HEADER_BYTES = headerBytes(JOURNAL_FORMAT);
const FIRST = 'journal-0000000000000001-00000001.log';

const batch = (...orderIds: readonly string[]): JournaledBatch => ({
  atMs: 1_000,
  confirmedIndex: 0,
  commands: orderIds.map((orderId): ExchangeCommand => buy(orderId, 100, 2890)),
});

/** Opens the journal and collects its batches. */
async function open(files: LogFiles, afterIndex = 0, newId = 'jnl_1') {
  const batches: NumberedBatch[] = [];
  const options = { afterIndex, newJournalId: () => newId };
  const opened = await openJournal(files, options, (one) => void batches.push(one));
  return { ...opened, batches };
}

/** A journal of three groups: a and b, c, d and e. `ends` are the bytes at which each group ends. */
async function journalOfThree(): Promise<{ files: MemoryFiles; ends: number[] }> {
  const files = createMemoryFiles();
  const { journal } = await open(files);
  const ends: number[] = [];
  for (const group of [batch('a', 'b'), batch('c'), batch('d', 'e')]) {
    await journal.append(group);
    ends.push(bytesOf(files).length);
  }
  return { files, ends };
}

const bytesOf = (files: MemoryFiles, name = FIRST): Buffer => files.contents.get(name) ?? Buffer.alloc(0);
const withBytes = (bytes: Buffer): MemoryFiles => createMemoryFiles(new Map([[FIRST, Buffer.from(bytes)]]));

async function orderIdsIn(files: MemoryFiles, afterIndex = 0): Promise<string[]> {
  const { batches } = await open(files, afterIndex);
  return batches.flatMap(({ commands }) =>
    commands.flatMap((command) => ('orderId' in command ? [command.orderId] : [])),
  );
}

describe('the journal', () => {
  test('reads back the appended batches with their indexes after restarts', async () => {
    const { files } = await journalOfThree();
    const { journal, batches, tornBytes } = await open(files);
    expect(batches.map(({ firstIndex }) => firstIndex)).toEqual([1, 3, 4]);
    expect(journal.lastIndex()).toBe(5);
    expect(tornBytes).toBe(0);
    await journal.append(batch('f'));
    expect(await orderIdsIn(files)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('has the identity of its creation, over restarts and in every file', async () => {
    const files = createMemoryFiles();
    const { journal } = await open(files, 0, 'jnl_first');
    await journal.append(batch('a'));
    await journal.startSegment();
    await journal.append(batch('b'));
    expect((await open(files, 0, 'jnl_second')).journal.id).toBe('jnl_first');
    expect((await open(files, 1, 'jnl_third')).journal.id).toBe('jnl_first');
  });

  test('with a file of another journal is refused', async () => {
    const { files } = await journalOfThree();
    const { journal } = await open(files);
    await journal.startSegment();
    await journal.append(batch('f'));
    const other = createMemoryFiles();
    await open(other, 0, 'jnl_other');
    await files.write(FIRST, bytesOf(other));
    await expect(open(files)).rejects.toThrow(
      `${FIRST}, byte 17: the file is of the journal jnl_other, and the next one of jnl_1`,
    );
  });

  test('reads the commands after a snapshot, and removes files that are no longer needed', async () => {
    const { files } = await journalOfThree();
    const { journal } = await open(files);
    await journal.startSegment();
    await journal.append(batch('f'));
    await journal.startSegment();
    await journal.append(batch('g'));
    expect(await orderIdsIn(files, 5)).toEqual(['f', 'g']);
    await journal.dropThrough(5);
    expect(await files.list()).not.toContain(FIRST);
    expect(await files.list()).toContain('journal-0000000000000006-00000002.log');
    expect(await orderIdsIn(files, 5)).toEqual(['f', 'g']);
    expect(await orderIdsIn(files, 6)).toEqual(['g']);
    await expect(open(files)).rejects.toThrow(
      `${FIRST}, byte 0: the file is missing, but its commands are needed`,
    );
  });

  test('writes batches that wait for the disk together in one write', async () => {
    const files = createMemoryFiles();
    const writes: string[] = [];
    const counting = createFaultyFiles(files, {
      before: async (change) => {
        writes.push(change);
        await setImmediate();
      },
    });
    const { journal } = await open(counting);
    const first = journal.append(batch('a'));
    await Promise.resolve();
    const second = journal.append(batch('b'));
    await first;
    await Promise.all([second, journal.append(batch('c'))]);
    expect(writes).toEqual(['create', 'append', 'append']);
    expect(await orderIdsIn(files)).toEqual(['a', 'b', 'c']);
  });

  test('rejects every append after a failed write', async () => {
    const files = createMemoryFiles();
    let isFull = false;
    const faulty = createFaultyFiles(files, {
      append: () => (isFull ? { keepBytes: 0, error: new Error('ENOSPC') } : null),
    });
    const { journal } = await open(faulty);
    isFull = true;
    await expect(journal.append(batch('a'))).rejects.toThrow('ENOSPC');
    isFull = false;
    await expect(journal.append(batch('b'))).rejects.toThrow(/failed before/);
    expect(await orderIdsIn(files)).toEqual([]);
  });

  test('ignores writes of an engine after another engine has opened the journal', async () => {
    const { files } = await journalOfThree();
    const { journal: dead } = await open(files);
    await dead.append(batch('f'));
    const { journal } = await open(files);
    await dead.append(batch('late'));
    await dead.startSegment();
    await dead.append(batch('later'));
    await journal.append(batch('g'));
    expect(await orderIdsIn(files)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  test('refuses a journal with a missing file', async () => {
    const { files } = await journalOfThree();
    const { journal } = await open(files);
    await journal.startSegment();
    await journal.append(batch('f'));
    await journal.startSegment();
    await files.remove('journal-0000000000000006-00000002.log');
    await expect(open(files)).rejects.toThrow(
      'journal-0000000000000006-00000002.log, byte 0: the file is missing, but its commands are needed',
    );
  });

  test('refuses a journal that ends before its snapshot, without changing it', async () => {
    const { files, ends } = await journalOfThree();
    const torn = withBytes(bytesOf(files).subarray(0, (ends[1] ?? 0) + 7));
    await expect(open(torn, 5)).rejects.toThrow(/ends at command 3, before the snapshot of 5/);
    expect(bytesOf(torn)).toHaveLength((ends[1] ?? 0) + 7);
  });
});

describe('a torn write at the end', { timeout: 60_000 }, () => {
  test('at any byte loses no complete group, and the journal continues', async () => {
    const { files, ends } = await journalOfThree();
    const whole = bytesOf(files);
    const groups = [[], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e']];
    for (let length = HEADER_BYTES; length <= whole.length; length++) {
      const torn = withBytes(whole.subarray(0, length));
      const { journal } = await open(torn);
      const complete = ends.filter((end) => end <= length).length;
      await journal.append(batch('z'));
      expect(await orderIdsIn(torn)).toEqual([...(groups[complete] ?? []), 'z']);
    }
  });

  test('of garbage or zeros is ignored', async () => {
    const { files } = await journalOfThree();
    for (const tail of [Buffer.alloc(300), Buffer.from('FR'), Buffer.alloc(50, 0xff)]) {
      const torn = withBytes(Buffer.concat([bytesOf(files), tail]));
      const { tornBytes, journal } = await open(torn);
      expect(tornBytes).toBe(tail.length);
      expect(journal.lastIndex()).toBe(5);
      expect((await open(torn)).tornBytes).toBe(0);
    }
  });
});

describe('damage', { timeout: 60_000 }, () => {
  test('in the middle is refused with the file and the position, at every byte', async () => {
    const { files, ends } = await journalOfThree();
    const whole = bytesOf(files);
    const starts = [HEADER_BYTES, ends[0] ?? 0];
    for (let position = HEADER_BYTES; position < (ends[1] ?? 0); position++) {
      const bytes = Buffer.from(whole);
      bytes[position] = (bytes[position] ?? 0) ^ 0x10;
      const start = starts.findLast((one) => one <= position) ?? 0;
      await expect(open(withBytes(bytes))).rejects.toThrow(`${FIRST}, byte ${start}: `);
    }
  });

  test('of the header is refused', async () => {
    const { files } = await journalOfThree();
    for (let position = 0; position < HEADER_BYTES; position++) {
      const bytes = Buffer.from(bytesOf(files));
      bytes[position] = (bytes[position] ?? 0) ^ 0x01;
      await expect(open(withBytes(bytes))).rejects.toThrow(LogCorrupt);
    }
  });

  test('of the version is refused by its number, in the journal and in a snapshot', async () => {
    const { files } = await journalOfThree();
    const bytes = Buffer.from(bytesOf(files));
    bytes[8] = 1;
    await expect(open(withBytes(bytes))).rejects.toThrow(
      `${FIRST}, byte 8: the format has version 1; this program reads version 2`,
    );
    const exchange = createExchange({ book: createNaiveBook });
    await saveSnapshot(files, { journalId: 'jnl_1', index: 3, state: exchange.capture() });
    const name = 'snapshot-0000000000000003.json';
    const snapshot = await files.read(name);
    snapshot[8] = 1;
    await files.write(name, snapshot);
    await expect(loadSnapshot(files)).rejects.toThrow(
      `${name}: the format has version 1; this program reads version 2`,
    );
  });

  test('at the end of a file that newer files follow is refused', async () => {
    const { files, ends } = await journalOfThree();
    const { journal } = await open(files);
    await journal.startSegment();
    await files.write(FIRST, bytesOf(files).subarray(0, (ends[2] ?? 0) - 1));
    await expect(open(files)).rejects.toThrow(
      `${FIRST}, byte ${ends[1]}: the frame is cut off, and newer files follow`,
    );
  });

  test('of any kind leaves the groups before it or is refused', { timeout: 60_000 }, async () => {
    const { files } = await journalOfThree();
    const whole = bytesOf(files);
    const expected = ['', 'a b', 'a b c', 'a b c d e'];
    const mutation = fc.record({
      kind: fc.constantFrom('flip', 'cut out', 'insert', 'overwrite'),
      at: fc.nat(whole.length - 1),
      data: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const bytes = mutations.reduce((before, { kind, at, data }) => {
          if (kind === 'insert') return Buffer.concat([before.subarray(0, at), data, before.subarray(at)]);
          if (kind === 'cut out')
            return Buffer.concat([before.subarray(0, at), before.subarray(at + data.length)]);
          const changed = Buffer.from(before);
          for (const [offset, value] of data.slice(0, kind === 'flip' ? 1 : 40).entries())
            if (at + offset < changed.length) changed[at + offset] = (changed[at + offset] ?? 0) ^ value;
          return changed;
        }, whole);
        const read = await orderIdsIn(withBytes(bytes)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(LogCorrupt);
          return null;
        });
        if (read !== null) expect(expected).toContain(read.join(' '));
      }),
      { numRuns: 3_000 },
    );
  });
});
