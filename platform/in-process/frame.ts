import { crc32 } from 'node:zlib';

/**
 * A frame holds the records of one write to disk. It is written whole and made safe before the next one is begun, so
 * only the last frame of a log can ever be torn; one that cannot be read before a readable one is corruption.
 *
 * Layout, little endian: magic (4 bytes), length of the records part (4), number of records (4), CRC-32 over everything
 * but magic and itself (4), offset of the first record (8), when it was written in ms since 1970 (8); then each record
 * as its length (4) and its bytes.
 */
export interface Frame {
  readonly firstOffset: number;
  readonly atMs: number;
  readonly payloads: readonly Uint8Array[];
  /** Bytes in the file, header included. */
  readonly size: number;
}

const MAGIC = 0x474c3342;
export const HEADER_BYTES = 32;
const RECORD_HEADER_BYTES = 4;

/** The space that a record takes in a frame. */
export const recordBytes = (payload: Uint8Array): number => RECORD_HEADER_BYTES + payload.length;

export function encodeFrame(firstOffset: number, atMs: number, payloads: readonly Uint8Array[]): Buffer {
  const length = payloads.reduce((sum, payload) => sum + recordBytes(payload), 0);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(length, 4);
  bytes.writeUInt32LE(payloads.length, 8);
  bytes.writeBigUInt64LE(BigInt(firstOffset), 16);
  bytes.writeBigUInt64LE(BigInt(atMs), 24);
  let position = HEADER_BYTES;
  for (const payload of payloads) {
    bytes.writeUInt32LE(payload.length, position);
    bytes.set(payload, position + RECORD_HEADER_BYTES);
    position += recordBytes(payload);
  }
  bytes.writeUInt32LE(checksum(bytes), 12);
  return bytes;
}

/** The frame that begins at this position; null when there is none that is whole and sound. */
export function decodeFrame(bytes: Buffer, position: number): Frame | null {
  if (position + HEADER_BYTES > bytes.length || bytes.readUInt32LE(position) !== MAGIC) return null;
  const size = HEADER_BYTES + bytes.readUInt32LE(position + 4);
  if (position + size > bytes.length) return null;
  const frame = bytes.subarray(position, position + size);
  if (checksum(frame) !== frame.readUInt32LE(12)) return null;
  return {
    firstOffset: Number(frame.readBigUInt64LE(16)),
    atMs: Number(frame.readBigUInt64LE(24)),
    payloads: payloadsOf(frame, frame.readUInt32LE(8)),
    size,
  };
}

/** Where the next sound frame after this position begins, whatever lies between; -1 when there is none. */
export function nextFrameAfter(bytes: Buffer, position: number): number {
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(MAGIC);
  let found = bytes.indexOf(magic, position + 1);
  while (found >= 0 && decodeFrame(bytes, found) === null) found = bytes.indexOf(magic, found + 1);
  return found;
}

function payloadsOf(frame: Buffer, count: number): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  let position = HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const start = position + RECORD_HEADER_BYTES;
    position = start + frame.readUInt32LE(position);
    payloads.push(frame.subarray(start, position));
  }
  return payloads;
}

const checksum = (frame: Buffer): number => crc32(frame.subarray(16), crc32(frame.subarray(4, 12)));
