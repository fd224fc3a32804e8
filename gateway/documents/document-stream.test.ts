import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { documentStream, type DocumentPart, type ReadPart } from './document-stream.ts';

const PART_BYTES = 4;
const TEXT = 'abcdefghijklmnopqrstuvwxyz';

/** A document of 26 bytes in parts of 4, and the offsets of the parts that were read. */
function trial(digestAt: (offset: number) => string = () => 'same') {
  const read: number[] = [];
  const partAt = (offset: number): DocumentPart => ({
    ...{ outcome: 'DOCUMENT', fileName: 'note.csv', format: 'CSV', size: TEXT.length },
    digest: digestAt(offset),
    content: Buffer.from(TEXT.slice(offset, offset + PART_BYTES)).toString('base64'),
  });
  const readPart: ReadPart = async (offset) => {
    read.push(offset);
    return partAt(offset);
  };
  return { read, stream: documentStream(partAt(0), readPart) };
}

test('joins the parts of a document', async () => {
  const { stream, read } = trial();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe(TEXT);
  expect(read).toEqual([4, 8, 12, 16, 20, 24]);
});

test('a reader that takes nothing causes one read ahead at most, and one that is gone no more', async () => {
  const { stream, read } = trial();
  stream.once('readable', () => void stream.read(1));
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  expect(read.length).toBeLessThanOrEqual(1);
  const before = read.length;
  stream.destroy();
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  expect(read).toHaveLength(before);
});

test('a document that changes meanwhile fails the stream', async () => {
  const { stream } = trial((offset) => (offset < 8 ? 'old' : 'new'));
  await expect(stream.toArray()).rejects.toThrow('the rest of note.csv from byte 8 on is not there');
});
