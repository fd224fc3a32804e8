import { crc32 } from 'node:zlib';

/**
 * A file that is always replaced as a whole, such as a snapshot. Little endian: magic (8 bytes), version u8, CRC-32 of
 * these two and the body u32, body.
 */
export interface SealedFormat {
  /** Eight Latin-1 characters. */
  readonly magic: string;
  /** From 1 to 255. */
  readonly version: number;
}

const VERSION_POSITION = 8;
const CRC_POSITION = 9;
const BODY_POSITION = 13;

export function seal(format: SealedFormat, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(BODY_POSITION + body.length);
  bytes.write(format.magic, 'latin1');
  bytes.writeUInt8(format.version, VERSION_POSITION);
  bytes.set(body, BODY_POSITION);
  bytes.writeUInt32LE(checksum(bytes), CRC_POSITION);
  return bytes;
}

/** Gives the body back. A string says why the file cannot be trusted. */
export function unseal(format: SealedFormat, bytes: Buffer): Buffer | string {
  if (bytes.length < BODY_POSITION) return 'the file is cut off';
  if (!bytes.subarray(0, VERSION_POSITION).equals(Buffer.from(format.magic, 'latin1')))
    return `the file does not begin with ${format.magic}`;
  const version = bytes.readUInt8(VERSION_POSITION);
  if (version !== format.version)
    return `the format has version ${version}; this program reads version ${format.version}`;
  if (bytes.readUInt32LE(CRC_POSITION) !== checksum(bytes)) return 'the checksum is wrong';
  return bytes.subarray(BODY_POSITION);
}

const checksum = (bytes: Buffer): number =>
  crc32(bytes.subarray(BODY_POSITION), crc32(bytes.subarray(0, CRC_POSITION)));
