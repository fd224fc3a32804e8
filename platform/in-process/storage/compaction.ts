import { ByteWriter } from '#platform/disk-log/byte-writer.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { decodeFrame, FRAME_HEADER_BYTES, sealFrame } from '#platform/disk-log/frame.ts';
import { writeBatch } from './record-batch.ts';
import { createRecordFile, encodeRecordHeader, readRecordFile, type RecordFile } from './record-file.ts';
import type { Entry, Retention } from './storage.ts';

/** Counts the oldest files that may go: all their records are before the offset and retention does not keep them. */
export function droppable(
  list: readonly RecordFile[],
  offset: number,
  nowMs: number,
  retention: Retention = { keepMs: 0, keepBytes: 0 },
): number {
  let restBytes = list.reduce((sum, file) => sum + file.bytes, 0);
  let count = 0;
  for (const file of list.slice(0, -1)) {
    const isKept = nowMs - file.newestMs < retention.keepMs && restBytes <= retention.keepBytes;
    if (file.endIndex > offset || isKept) break;
    restBytes -= file.bytes;
    count += 1;
  }
  return count;
}

/** Whether at least half of the bytes were never compacted, so that compaction is worth its cost. */
export function isWorthCompacting(closed: readonly RecordFile[]): boolean {
  const bytes = (isRewritten: boolean): number =>
    closed.filter((file) => file.generation > 0 === isRewritten).reduce((sum, file) => sum + file.bytes, 0);
  return bytes(false) > 0 && bytes(false) >= bytes(true);
}

/** Makes one file in the place of several. It holds the newest record of each key, at the offset that it had. */
export async function rewriteCompacted(
  files: LogFiles,
  closed: readonly RecordFile[],
  keyOf: (payload: Uint8Array) => string,
  nowMs: number,
): Promise<RecordFile> {
  const [first, last] = [closed[0], closed.at(-1)];
  if (!first || !last) throw new Error('there is nothing to compact');
  const generation = Math.max(...closed.map((file) => file.generation)) + 1;
  const rewritten = createRecordFile(first.firstIndex, generation);
  const parts = [encodeRecordHeader(rewritten)];
  const add = (offset: number, payloads: readonly Uint8Array[]): void => {
    const bytes = encodeFrame(offset, nowMs, payloads);
    const frame = decodeFrame(bytes, 0);
    if (typeof frame === 'string') throw new Error(frame);
    rewritten.extend({ ...frame, position: rewritten.bytes, end: rewritten.bytes + bytes.length });
    parts.push(bytes);
  };
  for (const { offset, payload } of await newestOfEachKey(files, closed, keyOf)) add(offset, [payload]);
  // A frame without records says how far the file reaches when the last records are gone.
  add(last.endIndex, []);
  await files.create(rewritten.name, Buffer.concat(parts));
  return rewritten;
}

function encodeFrame(offset: number, atMs: number, payloads: readonly Uint8Array[]): Buffer {
  const bytes = new ByteWriter();
  bytes.reset(FRAME_HEADER_BYTES);
  if (payloads.length > 0) writeBatch(bytes, atMs, payloads);
  const frame = Buffer.from(bytes.view());
  sealFrame(frame, offset, payloads.length);
  return frame;
}

/** Removes files oldest first, each safely gone before the next one, so that what is left never has a gap. */
export async function removeFiles(files: LogFiles, list: readonly RecordFile[]): Promise<void> {
  for (const { name } of list) await files.remove(name);
}

async function newestOfEachKey(
  files: LogFiles,
  list: readonly RecordFile[],
  keyOf: (payload: Uint8Array) => string,
): Promise<Entry[]> {
  const newest = new Map<string, Entry>();
  for (const file of list)
    for (let offset = file.firstIndex; offset < file.endIndex;) {
      const entries = await readRecordFile(files, file, offset, 1_000);
      for (const entry of entries) newest.set(keyOf(entry.payload), entry);
      offset = (entries.at(-1)?.offset ?? file.endIndex) + 1;
    }
  return [...newest.values()].sort((a, b) => a.offset - b.offset);
}
