import { crc32, inflateRawSync } from 'node:zlib';

/** A zip archive that cannot be read. The message is one line. */
export class BadZip extends Error {
  override readonly name = 'BadZip';
}

export interface ZipEntry {
  readonly name: string;
  /** Uncompressed size in bytes. */
  readonly size: number;
  /** Unpacks the file. Throws BadZip when it is damaged. */
  readonly read: () => Buffer;
}

const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const DIRECTORY_SIGNATURE = 0x02014b50;
const DIRECTORY_SIZE = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
const LARGEST = 0xffffffff;

/** True for bytes that begin like a zip archive with at least one file. */
export const isZip = (bytes: Buffer): boolean =>
  bytes.length >= END_SIZE && bytes.readUInt32LE(0) === LOCAL_SIGNATURE;

/**
 * Lists the files of a zip archive from its central directory (PKWARE's APPNOTE, 4.3). Reads stored and deflated entries
 * below 4 GiB that are not encrypted.
 *
 * @throws BadZip
 */
export function readZip(bytes: Buffer): ZipEntry[] {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    requireSignature(bytes, at, DIRECTORY_SIZE, DIRECTORY_SIGNATURE, 'the directory');
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + DIRECTORY_SIZE, at + DIRECTORY_SIZE + nameLength);
    if (!name.endsWith('/')) entries.push(entryAt(bytes, at, name));
    at += DIRECTORY_SIZE + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function endOf(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_SIZE - LONGEST_COMMENT);
  for (let at = bytes.length - END_SIZE; at >= lowest; at--)
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at;
  throw new BadZip('not a complete zip archive: its directory is missing');
}

function entryAt(bytes: Buffer, at: number, name: string): ZipEntry {
  const flags = bytes.readUInt16LE(at + 8);
  const method = bytes.readUInt16LE(at + 10);
  const checksum = bytes.readUInt32LE(at + 16);
  const packedSize = bytes.readUInt32LE(at + 20);
  const size = bytes.readUInt32LE(at + 24);
  const local = bytes.readUInt32LE(at + 42);
  if ((flags & ENCRYPTED) !== 0) throw new BadZip(`the entry ${name} is encrypted`);
  if (method !== STORED && method !== DEFLATED)
    throw new BadZip(`the entry ${name} has an unknown compression method`);
  if ([packedSize, size, local].includes(LARGEST)) throw new BadZip(`the entry ${name} is larger than 4 GiB`);
  const read = (): Buffer => {
    requireSignature(bytes, local, LOCAL_SIZE, LOCAL_SIGNATURE, `the entry ${name}`);
    const from = local + LOCAL_SIZE + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (from + packedSize > bytes.length) throw new BadZip(`the entry ${name} is truncated`);
    const content = unpack(bytes.subarray(from, from + packedSize), method, size, name);
    if (content.length !== size || crc32(content) !== checksum)
      throw new BadZip(`the entry ${name} is damaged`);
    return content;
  };
  return { name, size, read };
}

function unpack(packed: Buffer, method: number, size: number, name: string): Buffer {
  if (method === STORED) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw new BadZip(`the entry ${name} is damaged`);
  }
}

function requireSignature(
  bytes: Buffer,
  at: number,
  length: number,
  signature: number,
  record: string,
): void {
  if (at + length > bytes.length || bytes.readUInt32LE(at) !== signature)
    throw new BadZip(`${record} is damaged`);
}
