import { type FileHandle, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeFrame, encodeFrame, type Frame, nextFrameAfter } from './frame.ts';
import type { Entry } from './storage.ts';

/** Bytes on disk that cannot be what was written. Nothing is repaired by guessing: an operator decides. */
export class CorruptLog extends Error {
  override readonly name = 'CorruptLog';
}

/** How many bytes of a file lie between two entries of its index, at least. */
const INDEX_EVERY_BYTES = 65_536;
const READ_BYTES = 262_144;

/** One file of a log. The newest one grows, the others stand still. */
export interface Segment {
  readonly file: string;
  readonly firstOffset: number;
  /** How often the records from here on were rewritten by compaction. */
  readonly generation: number;
  /** The offset after the last record that the segment covers. */
  endOffset: number;
  bytes: number;
  newestMs: number;
  /** Where in the file a frame begins whose records have this offset or later ones. */
  readonly index: { readonly offset: number; readonly position: number }[];
}

const NAME = /^(\d{16})-(\d+)\.log$/;

export const segmentName = (firstOffset: number, generation: number): string =>
  `${String(firstOffset).padStart(16, '0')}-${generation}.log`;

/** The segment that a file name tells of, still without its contents; null for a file that is none. */
export function parseSegmentName(folder: string, name: string): Segment | null {
  const match = NAME.exec(name);
  if (!match) return null;
  return newSegment(path.join(folder, name), Number(match[1]), Number(match[2]));
}

export const newSegment = (file: string, firstOffset: number, generation: number): Segment => ({
  file,
  firstOffset,
  generation,
  endOffset: firstOffset,
  bytes: 0,
  newestMs: 0,
  index: [],
});

/** Notes that a frame now lies at the end of the segment. */
export function extend(segment: Segment, frame: Omit<Frame, 'payloads'>, count: number): void {
  const indexed = segment.index.at(-1);
  if (!indexed || segment.bytes - indexed.position >= INDEX_EVERY_BYTES)
    segment.index.push({ offset: frame.firstOffset, position: segment.bytes });
  segment.bytes += frame.size;
  segment.endOffset = frame.firstOffset + count;
  segment.newestMs = Math.max(segment.newestMs, frame.atMs);
}

/**
 * Reads a whole segment at start. What was torn off by a crash is cut, in the newest segment only; any other
 * unreadable byte refuses the log with its place.
 */
export async function recoverSegment(segment: Segment, newest: boolean): Promise<void> {
  const bytes = await readFile(segment.file);
  while (segment.bytes < bytes.length) {
    const position = segment.bytes;
    const frame = decodeFrame(bytes, position);
    if (frame && follows(frame, segment)) {
      extend(segment, frame, frame.payloads.length);
      continue;
    }
    if (frame || !newest || nextFrameAfter(bytes, position) >= 0) throw corruption(segment, position);
    return cut(segment.file, position);
  }
}

/** Only compaction leaves gaps. */
const follows = (frame: Frame, segment: Segment): boolean =>
  segment.generation > 0 ? frame.firstOffset >= segment.endOffset : frame.firstOffset === segment.endOffset;

async function cut(file: string, length: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.truncate(length);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Records from this offset on, at most `max`, never beyond `endOffset`. */
export async function readSegment(segment: Segment, fromOffset: number, max: number): Promise<Entry[]> {
  const found: Entry[] = [];
  const end = segment.bytes;
  const file = await open(segment.file, 'r');
  try {
    let position = segment.index.findLast(({ offset }) => offset <= fromOffset)?.position ?? 0;
    let chunkBytes = READ_BYTES;
    while (position < end && found.length < max) {
      const chunk = await readChunk(file, position, Math.min(chunkBytes, end - position));
      const used = takeFrames(chunk, fromOffset, max, found);
      if (used === 0 && chunkBytes >= end - position) throw corruption(segment, position);
      chunkBytes = used === 0 ? chunkBytes * 4 : READ_BYTES;
      position += used;
    }
    return found;
  } finally {
    await file.close();
  }
}

async function readChunk(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(chunk, 0, length, position);
  return chunk.subarray(0, bytesRead);
}

/** Adds the wanted records of the whole frames in a chunk; answers how many bytes those frames have. */
function takeFrames(chunk: Buffer, fromOffset: number, max: number, found: Entry[]): number {
  let position = 0;
  while (found.length < max) {
    const frame = decodeFrame(chunk, position);
    if (!frame) break;
    frame.payloads.forEach((payload, index) => {
      const offset = frame.firstOffset + index;
      if (offset >= fromOffset && found.length < max) found.push({ offset, payload });
    });
    position += frame.size;
  }
  return position;
}

/** A frame without records that only says how far a rewritten segment reaches. */
export const endMark = (endOffset: number, atMs: number): Buffer => encodeFrame(endOffset, atMs, []);

const corruption = (segment: Segment, position: number): CorruptLog =>
  new CorruptLog(
    `${segment.file} is corrupt at byte ${position} (after record ${segment.endOffset - 1}): restore it from a copy`,
  );
