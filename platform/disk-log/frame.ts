import { crc32 } from 'node:zlib';

/**
 * A frame is the unit of one write to the disk: all of it counts or none of it. Little endian: magic (4 bytes), payload
 * length u32, index of the first record u64, number of records u32, CRC-32 of these three and the payload u32, payload.
 *
 * The index makes a frame that is missing, repeated or out of place as visible as a wrong bit.
 */
const MAGIC = Buffer.from([0xf5, 0x46, 0x52, 0xf7]);
export const FRAME_HEADER_BYTES = 24;
const CRC_POSITION = 20;
/** The longest payload. A longer length in a file is damage. */
export const MAX_PAYLOAD_BYTES = 0x1000_0000;

export interface Frame {
  readonly firstIndex: number;
  /** Number of records. */
  readonly count: number;
  readonly payload: Buffer;
  /** Where the frame begins in its file, and where the next frame begins, in bytes. */
  readonly position: number;
  readonly end: number;
}

/** Fills in the header of a frame whose first FRAME_HEADER_BYTES bytes are free and whose rest is the payload. */
export function sealFrame(frame: Buffer, firstIndex: number, count: number): void {
  const length = frame.length - FRAME_HEADER_BYTES;
  if (length > MAX_PAYLOAD_BYTES) throw new Error(`a frame of ${length} bytes is too long`);
  MAGIC.copy(frame);
  frame.writeUInt32LE(length, 4);
  frame.writeBigUInt64LE(BigInt(firstIndex), 8);
  frame.writeUInt32LE(count, 16);
  frame.writeUInt32LE(checksum(frame, 0, length), CRC_POSITION);
}

/** Reads the frame at a position. A string says why there is none. */
export function decodeFrame(bytes: Buffer, position: number): Frame | string {
  if (bytes.length - position < FRAME_HEADER_BYTES) return 'the header of a frame is cut off';
  if (!bytes.subarray(position, position + MAGIC.length).equals(MAGIC)) return 'no frame begins here';
  const length = bytes.readUInt32LE(position + 4);
  if (length > MAX_PAYLOAD_BYTES) return 'the length of the frame is impossible';
  const start = position + FRAME_HEADER_BYTES;
  const end = start + length;
  if (end > bytes.length) return 'the frame is cut off';
  if (bytes.readUInt32LE(position + CRC_POSITION) !== checksum(bytes, position, length))
    return 'the checksum of the frame is wrong';
  return {
    firstIndex: Number(bytes.readBigUInt64LE(position + 8)),
    count: bytes.readUInt32LE(position + 16),
    payload: bytes.subarray(start, end),
    position,
    end,
  };
}

/** Finds the first whole frame that begins after a position; null when there is none. */
export function findFrame(bytes: Buffer, after: number): Frame | null {
  for (let at = bytes.indexOf(MAGIC, after + 1); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    const frame = decodeFrame(bytes, at);
    if (typeof frame !== 'string') return frame;
  }
  return null;
}

function checksum(bytes: Buffer, position: number, length: number): number {
  const start = position + FRAME_HEADER_BYTES;
  const ofHeader = crc32(bytes.subarray(position + MAGIC.length, position + CRC_POSITION));
  return crc32(bytes.subarray(start, start + length), ofHeader);
}
