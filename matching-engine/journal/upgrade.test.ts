import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import type { CoreCommand } from '../exchange/commands.ts';
import { buy } from '#test/engine/commands.ts';
import type { JournaledBatch } from './batch.ts';
import { JournalCorrupt } from './errors.ts';
import { openJournal } from './journal.ts';
import { createMemoryFiles } from './memory-files.ts';

const commands = (...orderIds: readonly string[]): CoreCommand[] => orderIds.map((id) => buy(id, 100, 2890));

/** A file as version 1 wrote it: frames of JSON behind a short header. */
function fileOfVersion1(firstIndex: number, batches: readonly JournaledBatch[], version = 1): Buffer {
  const header = Buffer.alloc(24);
  header.write('B3ENGJNL', 'latin1');
  header.writeUInt32LE(version, 8);
  header.writeBigUInt64LE(BigInt(firstIndex), 12);
  header.writeUInt32LE(crc32(header.subarray(0, 20)), 20);
  let index = firstIndex;
  const frames = batches.map((batch) => {
    const payload = Buffer.from(JSON.stringify({ v: 1, ...batch }));
    const frame = Buffer.alloc(20 + payload.length);
    frame.write('B3FR', 'latin1');
    frame.writeUInt32LE(payload.length, 4);
    frame.writeBigUInt64LE(BigInt(index), 8);
    payload.copy(frame, 20);
    frame.writeUInt32LE(crc32(payload, crc32(frame.subarray(4, 16))), 16);
    index += batch.commands.length;
    return frame;
  });
  return Buffer.concat([header, ...frames]);
}

const FIRST = [
  { atMs: 1, confirmedIndex: 0, commands: commands('a', 'b') },
  { atMs: 2, confirmedIndex: 2, commands: commands('c') },
];
const SECOND = [{ atMs: 3, confirmedIndex: 3, commands: commands('d') }];
const journalOfVersion1 = (): Map<string, Buffer> =>
  new Map([
    ['journal-0000000000000001.log', fileOfVersion1(1, FIRST)],
    ['journal-0000000000000004.log', fileOfVersion1(4, SECOND)],
  ]);

test('a journal of version 1 is read, and goes on in version 2', async () => {
  const contents = journalOfVersion1();
  const before = new Map([...contents].map(([name, bytes]) => [name, Buffer.from(bytes)]));
  for (const expected of [
    [...FIRST, ...SECOND],
    [...FIRST, ...SECOND, { ...SECOND[0], commands: commands('e') }],
  ]) {
    const read: JournaledBatch[] = [];
    const { journal } = await openJournal(
      createMemoryFiles(contents),
      0,
      ({ firstIndex: _, ...batch }) => void read.push(batch),
    );
    expect(read).toEqual(expected);
    expect(journal.lastIndex()).toBe(expected.flatMap((batch) => batch.commands ?? []).length);
    if (expected.length === 3) await journal.append({ atMs: 3, confirmedIndex: 3, commands: commands('e') });
  }
  for (const [name, bytes] of before) expect(contents.get(name)).toEqual(bytes);
});

test('a torn end of version 1 does not count, a torn file before it is damage', async () => {
  const contents = journalOfVersion1();
  const last = contents.get('journal-0000000000000004.log') ?? Buffer.alloc(0);
  contents.set('journal-0000000000000004.log', last.subarray(0, -3));
  const { journal, version } = await openJournal(createMemoryFiles(contents), 0, () => undefined);
  expect(journal.lastIndex()).toBe(3);
  expect(version).toBe(1);
  const first = contents.get('journal-0000000000000001.log') ?? Buffer.alloc(0);
  contents.set('journal-0000000000000001.log', first.subarray(0, -3));
  await expect(openJournal(createMemoryFiles(contents), 0, () => undefined)).rejects.toThrow(JournalCorrupt);
});

test('a version that nobody knows is refused by its name', async () => {
  const contents = new Map([['journal-0000000000000001.log', fileOfVersion1(1, [], 3)]]);
  await expect(openJournal(createMemoryFiles(contents), 0, () => undefined)).rejects.toThrow(
    'journal-0000000000000001.log, byte 8: the format is version 3; this engine reads versions 1 and 2',
  );
});
