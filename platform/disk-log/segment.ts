import { crc32 } from 'node:zlib';
import { corruptAt } from './errors.ts';
import { decodeFrame, findFrame, type Frame } from './frame.ts';

/**
 * A segment is one file of a log: a header, then frames. Header, little endian: magic (8 bytes), version u8, index of
 * the first record u64, fields of the log's own (`metaBytes` of them), CRC-32 of all these u32.
 */
export interface SegmentFormat {
  /** Eight Latin-1 characters that only the files of this log begin with. */
  readonly magic: string;
  /** From 1 to 255. It changes with the layout of the header's own fields or of the payloads. */
  readonly version: number;
  readonly metaBytes: number;
}

const VERSION_POSITION = 8;
const INDEX_POSITION = 9;
export const META_POSITION = 17;

export const headerBytes = ({ metaBytes }: SegmentFormat): number => META_POSITION + metaBytes + 4;

export interface SegmentHeader {
  readonly firstIndex: number;
  readonly meta: Buffer;
}

export function encodeHeader(format: SegmentFormat, { firstIndex, meta }: SegmentHeader): Buffer {
  const header = Buffer.alloc(headerBytes(format));
  header.write(format.magic, 'latin1');
  header.writeUInt8(format.version, VERSION_POSITION);
  header.writeBigUInt64LE(BigInt(firstIndex), INDEX_POSITION);
  header.set(meta, META_POSITION);
  const end = header.length - 4;
  header.writeUInt32LE(crc32(header.subarray(0, end)), end);
  return header;
}

/**
 * Reads the header of a file.
 * @param firstIndex the index that the file's name gives
 * @throws LogCorrupt with the file and the byte
 */
export function readHeader(
  format: SegmentFormat,
  file: string,
  bytes: Buffer,
  firstIndex: number,
): SegmentHeader {
  const magic = Buffer.from(format.magic, 'latin1');
  if (bytes.length < INDEX_POSITION) throw corruptAt(file, 0, 'the header is cut off');
  if (!bytes.subarray(0, VERSION_POSITION).equals(magic))
    throw corruptAt(file, 0, `the file does not begin with ${format.magic}`);
  const version = bytes.readUInt8(VERSION_POSITION);
  if (version !== format.version) {
    const problem = `the format has version ${version}; this program reads version ${format.version}`;
    throw corruptAt(file, VERSION_POSITION, problem);
  }
  const length = headerBytes(format);
  if (bytes.length < length) throw corruptAt(file, 0, 'the header is cut off');
  if (bytes.readUInt32LE(length - 4) !== crc32(bytes.subarray(0, length - 4)))
    throw corruptAt(file, 0, 'the checksum of the header is wrong');
  if (Number(bytes.readBigUInt64LE(INDEX_POSITION)) !== firstIndex)
    throw corruptAt(file, INDEX_POSITION, 'the header and the name of the file give different first indexes');
  return { firstIndex, meta: bytes.subarray(META_POSITION, length - 4) };
}

/** Where a segment stands in its log. */
export interface SegmentPlace {
  readonly file: string;
  /** The index that the file's name gives. */
  readonly firstIndex: number;
  /** Whether it is the file that was written last: only there may a crash have torn the last frame. */
  readonly isNewest: boolean;
  /** Whether records between frames may be missing, as they are after compaction. */
  readonly mayHaveGaps?: boolean;
}

export interface SegmentContents {
  readonly header: SegmentHeader;
  readonly frames: readonly Frame[];
  /** The index after the last record. */
  readonly endIndex: number;
  /** Bytes that count. A crash has torn the rest, which was never acknowledged. */
  readonly validBytes: number;
}

/**
 * Reads a segment. Only the last frame of the newest one may be torn: a crash cut its write short, so it was never
 * acknowledged. Anything else that does not fit is damage, and so is a whole frame after a torn one.
 *
 * @param bytes the file, or the part of it that counts
 * @throws LogCorrupt with the file and the byte
 */
export function readSegment(format: SegmentFormat, place: SegmentPlace, bytes: Buffer): SegmentContents {
  const { file, firstIndex, mayHaveGaps = false } = place;
  const header = readHeader(format, file, bytes, firstIndex);
  const frames: Frame[] = [];
  let position = headerBytes(format);
  let endIndex = firstIndex;
  while (position < bytes.length) {
    const frame = decodeFrame(bytes, position);
    if (typeof frame === 'string') {
      refuseUnlessTorn(place, bytes, position, frame);
      break;
    }
    if (mayHaveGaps ? frame.firstIndex < endIndex : frame.firstIndex !== endIndex)
      throw corruptAt(file, position, `record ${endIndex} should follow, not ${frame.firstIndex}`);
    frames.push(frame);
    position = frame.end;
    endIndex = frame.firstIndex + frame.count;
  }
  return { header, frames, endIndex, validBytes: position };
}

function refuseUnlessTorn(
  { file, isNewest }: SegmentPlace,
  bytes: Buffer,
  position: number,
  problem: string,
): void {
  if (!isNewest) throw corruptAt(file, position, `${problem}, and newer files follow`);
  const later = findFrame(bytes, position);
  if (later)
    throw corruptAt(file, position, `${problem}, and a whole frame follows at byte ${later.position}`);
}
