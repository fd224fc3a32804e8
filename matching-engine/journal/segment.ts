import { crc32 } from 'node:zlib';
import { JournalCorrupt } from './errors.ts';
import { decodeFrame, findFrame, type Frame } from './frame.ts';

/**
 * A file of the journal: a header, then frames. Little endian: magic u64, format version u32, index of the first
 * command u64; from version 2 on epoch u32, then of the file before it the first index u64 (0: there is none), the
 * epoch u32 and how many of its bytes count u64; CRC-32 of all these u32.
 *
 * Each engine that opens the journal writes under an epoch of its own, above all others. The newest file is the one of
 * the highest epoch and in it of the highest index; with the files before it, as the headers name them, it is the
 * journal. What else lies there was written by an engine that did not know yet that another had taken over.
 *
 * Version 1 has frames of JSON and no epochs; version 2 has frames of bytes (batch.ts). Version 1 is only read.
 */
const MAGIC = Buffer.from('B3ENGJNL', 'latin1');
const WRITTEN_VERSION = 2;
const HEADER_BYTES: Readonly<Record<number, number>> = { 1: 24, 2: 48 };
export const SEGMENT_HEADER_BYTES = 48;

/** Which file of the journal: the index of its first command, and its writer's epoch (0 in version 1). */
export interface SegmentId {
  readonly firstIndex: number;
  readonly epoch: number;
}

const NAME = /^journal-(\d{16})(?:-(\d{8}))?\.log$/;
export const segmentName = ({ firstIndex, epoch }: SegmentId): string =>
  `journal-${firstIndex.toString().padStart(16, '0')}${epoch === 0 ? '' : `-${epoch.toString().padStart(8, '0')}`}.log`;
/** The segment of a file name; null for another file. */
export function segmentOf(name: string): SegmentId | null {
  const found = NAME.exec(name);
  return found && { firstIndex: Number(found[1]), epoch: Number(found[2] ?? 0) };
}

/** The file before, and how many of its bytes count: what was torn off it, or came later, does not. */
export interface PreviousSegment extends SegmentId {
  readonly bytes: number;
}

export function encodeSegmentHeader(id: SegmentId, previous: PreviousSegment | null): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(WRITTEN_VERSION, 8);
  header.writeBigUInt64LE(BigInt(id.firstIndex), 12);
  header.writeUInt32LE(id.epoch, 20);
  header.writeBigUInt64LE(BigInt(previous?.firstIndex ?? 0), 24);
  header.writeUInt32LE(previous?.epoch ?? 0, 32);
  header.writeBigUInt64LE(BigInt(previous?.bytes ?? 0), 36);
  header.writeUInt32LE(crc32(header.subarray(0, 44)), 44);
  return header;
}

export interface SegmentHeader {
  readonly version: number;
  readonly bytes: number;
  /** Null when there is none; undefined when the version does not tell. */
  readonly previous: PreviousSegment | null | undefined;
}

/** Reads the header of a file. Throws JournalCorrupt with the file and the position. */
export function readSegmentHeader(id: SegmentId, file: Buffer): SegmentHeader {
  const name = segmentName(id);
  if (file.length < 12) throw damaged(name, 0, 'the header is cut off');
  if (!file.subarray(0, 8).equals(MAGIC)) throw damaged(name, 0, 'this is no journal of the engine');
  const version = file.readUInt32LE(8);
  const bytes = HEADER_BYTES[version];
  if (bytes === undefined)
    throw damaged(name, 8, `the format is version ${version}; this engine reads versions 1 and 2`);
  if (file.length < bytes) throw damaged(name, 0, 'the header is cut off');
  if (file.readUInt32LE(bytes - 4) !== crc32(file.subarray(0, bytes - 4)))
    throw damaged(name, 0, 'the checksum of the header is wrong');
  if (Number(file.readBigUInt64LE(12)) !== id.firstIndex)
    throw damaged(name, 12, 'the header names another first command than the file does');
  if (version === 1) return { version, bytes, previous: undefined };
  if (file.readUInt32LE(20) !== id.epoch)
    throw damaged(name, 20, 'the header names another epoch than the file does');
  const firstIndex = Number(file.readBigUInt64LE(24));
  const previous = { firstIndex, epoch: file.readUInt32LE(32), bytes: Number(file.readBigUInt64LE(36)) };
  return { version, bytes, previous: firstIndex === 0 ? null : previous };
}

/** What a segment holds, and how many bytes of it count: the rest was torn off by a crash. */
export interface SegmentContents {
  readonly version: number;
  readonly frames: readonly Frame[];
  readonly validBytes: number;
}

/**
 * Reads a segment. Only the end of the newest one may be torn: a write that a crash cut short was never answered.
 * Anything else, and a frame that is whole behind one that is not, is damage.
 *
 * @param countingBytes how much of the file counts, as the next one says; null when it is the newest
 * @throws JournalCorrupt with the file and the position
 */
export function readSegment(id: SegmentId, file: Buffer, countingBytes: number | null): SegmentContents {
  const name = segmentName(id);
  const { version, bytes: headerBytes } = readSegmentHeader(id, file);
  const end = countingBytes ?? file.length;
  if (end < headerBytes) throw damaged(name, 0, `${end} of its bytes should count, and that is no header`);
  const bytes = file.subarray(0, end);
  const frames: Frame[] = [];
  let position = headerBytes;
  while (position < end) {
    const frame = decodeFrame(bytes, position);
    if (typeof frame === 'string') {
      refuseUnlessTorn(name, bytes, position, frame, countingBytes === null);
      break;
    }
    frames.push(frame);
    position = frame.end;
  }
  return { version, frames, validBytes: position };
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

/** The refusal of a damaged file. */
export const damaged = (name: string, position: number, problem: string): JournalCorrupt =>
  new JournalCorrupt(`${name}, byte ${position}: ${problem}`);
