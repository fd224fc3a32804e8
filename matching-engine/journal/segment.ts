import { crc32 } from 'node:zlib';
import { JournalCorrupt } from './errors.ts';
import { decodeFrame, findFrame, type Frame } from './frame.ts';

/**
 * A file of the journal: a header, then frames. Little endian: magic u64, format version u32, index of the first
 * command u64, CRC-32 of these u32.
 */
const MAGIC = Buffer.from('B3ENGJNL', 'latin1');
const FORMAT_VERSION = 1;
export const SEGMENT_HEADER_BYTES = 24;

const NAME = /^journal-(\d{16})\.log$/;
export const segmentName = (firstIndex: number): string =>
  `journal-${firstIndex.toString().padStart(16, '0')}.log`;
/** The index of a segment's first command by its name; null for another file. */
export function firstIndexOf(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

export function encodeSegmentHeader(firstIndex: number): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(FORMAT_VERSION, 8);
  header.writeBigUInt64LE(BigInt(firstIndex), 12);
  header.writeUInt32LE(crc32(header.subarray(0, 20)), 20);
  return header;
}

/** What a segment holds, and how many bytes of it count: the rest was torn off by a crash. */
export interface SegmentContents {
  readonly frames: readonly Frame[];
  readonly validBytes: number;
}

/**
 * Reads a segment. Only the end of the newest one may be torn: a group commit that a crash cut short was never
 * answered. Anything else, and a frame that is whole behind one that is not, is damage.
 * @throws JournalCorrupt with the file and the position
 */
export function readSegment(name: string, bytes: Buffer, isNewest: boolean): SegmentContents {
  checkHeader(name, bytes);
  const frames: Frame[] = [];
  let position = SEGMENT_HEADER_BYTES;
  while (position < bytes.length) {
    const frame = decodeFrame(bytes, position);
    if (typeof frame === 'string') {
      refuseUnlessTorn(name, bytes, position, frame, isNewest);
      break;
    }
    frames.push(frame);
    position = frame.end;
  }
  return { frames, validBytes: position };
}

function refuseUnlessTorn(
  name: string,
  bytes: Buffer,
  position: number,
  problem: string,
  isNewest: boolean,
): void {
  if (!isNewest) throw damaged(name, position, `${problem}, and newer files follow`);
  const later = findFrame(bytes, position);
  if (later) throw damaged(name, position, `${problem}, and a whole frame follows at byte ${later.position}`);
}

function checkHeader(name: string, bytes: Buffer): void {
  if (bytes.length < SEGMENT_HEADER_BYTES) throw damaged(name, 0, 'the header is cut off');
  if (!bytes.subarray(0, 8).equals(MAGIC)) throw damaged(name, 0, 'this is no journal of the engine');
  const version = bytes.readUInt32LE(8);
  if (bytes.readUInt32LE(20) !== crc32(bytes.subarray(0, 20)))
    throw damaged(name, 0, 'the checksum of the header is wrong');
  if (version !== FORMAT_VERSION)
    throw damaged(name, 8, `the format is version ${version}; this engine reads version ${FORMAT_VERSION}`);
  if (Number(bytes.readBigUInt64LE(12)) !== firstIndexOf(name))
    throw damaged(name, 12, 'the header names another first command than the file does');
}

/** The refusal of a damaged file. */
export const damaged = (name: string, position: number, problem: string): JournalCorrupt =>
  new JournalCorrupt(`${name}, byte ${position}: ${problem}`);
