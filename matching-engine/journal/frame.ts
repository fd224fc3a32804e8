import { crc32 } from 'node:zlib';

/**
 * A frame is what one write to the disk carries: either all of it counts or none of it. Little endian:
 * magic u32, payload length u32, index of the first command u64, CRC-32 (of length, index and payload) u32, payload.
 */
const MAGIC = Buffer.from('B3FR', 'latin1');
export const FRAME_HEADER_BYTES = 20;
/** No frame is as long; a longer length is damage. */
const MAX_PAYLOAD_BYTES = 0x1000_0000;

export interface Frame {
  readonly firstIndex: number;
  readonly payload: Buffer;
  /** Where the frame begins and where the next one would, in bytes. */
  readonly position: number;
  readonly end: number;
}

/** Makes a frame of bytes whose first FRAME_HEADER_BYTES are free and whose rest is the payload. */
export function sealFrame(frame: Buffer, firstIndex: number): void {
  const length = frame.length - FRAME_HEADER_BYTES;
  if (length > MAX_PAYLOAD_BYTES) throw new Error(`a frame of ${length} bytes is too long`);
  MAGIC.copy(frame);
  frame.writeUInt32LE(length, 4);
  frame.writeBigUInt64LE(BigInt(firstIndex), 8);
  frame.writeUInt32LE(checksum(frame, 0, length), 16);
}

/** Reads the frame at a position; a text says why there is none. */
export function decodeFrame(bytes: Buffer, position: number): Frame | string {
  if (bytes.length - position < FRAME_HEADER_BYTES) return 'the header of a frame is cut off';
  if (!bytes.subarray(position, position + 4).equals(MAGIC)) return 'no frame begins here';
  const length = bytes.readUInt32LE(position + 4);
  if (length > MAX_PAYLOAD_BYTES) return 'the length of the frame is impossible';
  const end = position + FRAME_HEADER_BYTES + length;
  if (end > bytes.length) return 'the frame is cut off';
  if (bytes.readUInt32LE(position + 16) !== checksum(bytes, position, length))
    return 'the checksum of the frame is wrong';
  const firstIndex = Number(bytes.readBigUInt64LE(position + 8));
  return { firstIndex, payload: bytes.subarray(position + FRAME_HEADER_BYTES, end), position, end };
}

/** The first whole frame that begins behind a position; null when there is none. */
export function findFrame(bytes: Buffer, behind: number): Frame | null {
  for (let at = bytes.indexOf(MAGIC, behind + 1); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    const frame = decodeFrame(bytes, at);
    if (typeof frame !== 'string') return frame;
  }
  return null;
}

function checksum(bytes: Buffer, position: number, length: number): number {
  const start = crc32(bytes.subarray(position + 4, position + 16));
  return crc32(bytes.subarray(position + FRAME_HEADER_BYTES, position + FRAME_HEADER_BYTES + length), start);
}
