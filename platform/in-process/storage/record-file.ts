import path from 'node:path';
import { corruptAt } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { decodeFrame } from '#platform/disk-log/frame.ts';
import type { TailSegment } from '#platform/disk-log/log-writer.ts';
import { encodeHeader, headerBytes, readSegment, type SegmentFormat } from '#platform/disk-log/segment.ts';
import { appendedAtMs, readEntries } from './record-batch.ts';
import type { Entry } from './storage.ts';

/** A file of records is a segment of the disk log. Its header adds the generation, u32. */
const FORMAT: SegmentFormat = { magic: 'RECORDLG', version: 1, metaBytes: 4 };

/** How many bytes of a file lie between two entries of its index, at least. */
const INDEX_EVERY_BYTES = 65_536;
const READ_BYTES = 262_144;

/** One file of a log. Only the newest one grows. The offset of a record is its index in the disk log. */
export interface RecordFile extends TailSegment {
  /** How often compaction has rewritten the records from `firstIndex` on. */
  readonly generation: number;
  readonly bytes: number;
  /** The offset after the last record that the file covers. */
  readonly endIndex: number;
  /** When its newest record was appended. */
  readonly newestMs: number;
  /** The position of the last indexed frame that begins at or before an offset. */
  positionOf(offset: number): number;
}

const NAME = /^(\d{16})-(\d+)\.log$/;

/** Reads a file name; null when it is not a file of records. */
export function parseRecordFileName(name: string): RecordFile | null {
  const match = NAME.exec(name);
  return match && createRecordFile(Number(match[1]), Number(match[2]));
}

/** Describes a file that has a header and no frames yet. */
export function createRecordFile(firstIndex: number, generation: number): RecordFile {
  const index: { readonly offset: number; readonly position: number }[] = [];
  let bytes = headerBytes(FORMAT);
  let endIndex = firstIndex;
  let newestMs = 0;
  return {
    name: `${String(firstIndex).padStart(16, '0')}-${generation}.log`,
    firstIndex,
    generation,
    get bytes() {
      return bytes;
    },
    get endIndex() {
      return endIndex;
    },
    get newestMs() {
      return newestMs;
    },
    positionOf: (offset) => index.findLast((one) => one.offset <= offset)?.position ?? headerBytes(FORMAT),
    extend: (frame) => {
      const indexed = index.at(-1);
      if (!indexed || frame.position - indexed.position >= INDEX_EVERY_BYTES)
        index.push({ offset: frame.firstIndex, position: frame.position });
      bytes = frame.end;
      endIndex = frame.firstIndex + frame.count;
      newestMs = Math.max(newestMs, appendedAtMs(frame));
    },
  };
}

export function encodeRecordHeader({ firstIndex, generation }: RecordFile): Buffer {
  const meta = Buffer.alloc(FORMAT.metaBytes);
  meta.writeUInt32LE(generation);
  return encodeHeader(FORMAT, { firstIndex, meta });
}

/**
 * Reads a whole file at start. Cuts off what a crash has torn, which only the newest file may have.
 * @throws LogCorrupt with the file and the byte
 */
export async function recoverRecordFile(files: LogFiles, file: RecordFile, isNewest: boolean): Promise<void> {
  const { name, firstIndex, generation } = file;
  const bytes = await files.read(name);
  // Only compaction leaves gaps.
  const place = { file: pathOf(files, name), firstIndex, isNewest, mayHaveGaps: generation > 0 };
  const { header, frames, validBytes } = readSegment(FORMAT, place, bytes);
  if (header.meta.readUInt32LE() !== generation)
    throw corruptAt(place.file, 0, 'the header and the name of the file give different generations');
  for (const frame of frames) file.extend(frame);
  if (validBytes < bytes.length) await files.truncate(name, validBytes);
}

/** Which records to read, and those that were found so far. */
interface Wanted {
  readonly fromOffset: number;
  readonly max: number;
  readonly found: Entry[];
}

/** Reads at most `max` records from an offset on. */
export async function readRecordFile(
  files: LogFiles,
  file: RecordFile,
  fromOffset: number,
  max: number,
): Promise<Entry[]> {
  const wanted: Wanted = { fromOffset, max, found: [] };
  const end = file.bytes;
  let position = file.positionOf(fromOffset);
  let chunkBytes = READ_BYTES;
  while (position < end && wanted.found.length < max) {
    const chunk = await files.readAt(file.name, position, Math.min(chunkBytes, end - position));
    const used = readFrames(chunk, wanted);
    if (typeof used === 'string' || (used === 0 && chunkBytes >= end - position)) {
      const problem = typeof used === 'string' ? used : 'the frame is not as it was written';
      throw corruptAt(pathOf(files, file.name), position, problem);
    }
    // A frame longer than a chunk needs a longer chunk.
    chunkBytes = used === 0 ? chunkBytes * 4 : READ_BYTES;
    position += used;
  }
  return wanted.found;
}

/** Adds the wanted records of the whole frames in a chunk. Returns the length of those frames, or what is wrong. */
function readFrames(chunk: Buffer, { fromOffset, max, found }: Wanted): number | string {
  let position = 0;
  while (found.length < max) {
    const frame = decodeFrame(chunk, position);
    if (typeof frame === 'string') break;
    position = frame.end;
    if (frame.firstIndex + frame.count <= fromOffset) continue;
    const entries = readEntries(frame);
    if (typeof entries === 'string') return `the records cannot be read: ${entries}`;
    for (const entry of entries) if (entry.offset >= fromOffset && found.length < max) found.push(entry);
  }
  return position;
}

const pathOf = (files: LogFiles, name: string): string => path.join(files.place, name);
