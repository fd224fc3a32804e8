import { crc32, inflateRawSync } from 'node:zlib';

/** A zip archive that cannot be read. The message is one line. */
export class BadZip extends Error {
  override readonly name = 'BadZip';
}

export interface ZipEntry {
  readonly name: string;
  /** Bytes once unpacked. */
  readonly size: number;
  /** @throws BadZip when they are damaged */
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

/** True for bytes that begin as a zip archive with files in it does. */
export const isZip = (bytes: Buffer): boolean =>
  bytes.length >= END_SIZE && bytes.readUInt32LE(0) === LOCAL_SIGNATURE;

/**
 * The files in a zip archive, by its central directory (PKWARE's APPNOTE, 4.3). Stored and deflated entries, not
 * encrypted, below 4 GiB.
 *
 * @throws BadZip
 */
export function readZip(bytes: Buffer): ZipEntry[] {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    need(bytes, at, DIRECTORY_SIZE, DIRECTORY_SIGNATURE, 'the directory');
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
  throw new BadZip('it is no whole zip archive: its directory is missing');
}

function entryAt(bytes: Buffer, at: number, name: string): ZipEntry {
  const flags = bytes.readUInt16LE(at + 8);
  const method = bytes.readUInt16LE(at + 10);
  const checksum = bytes.readUInt32LE(at + 16);
  const packedSize = bytes.readUInt32LE(at + 20);
  const size = bytes.readUInt32LE(at + 24);
  const local = bytes.readUInt32LE(at + 42);
  if ((flags & ENCRYPTED) !== 0) throw new BadZip(`${name} in it is encrypted`);
  if (method !== STORED && method !== DEFLATED) throw new BadZip(`${name} in it is packed in an unknown way`);
  if ([packedSize, size, local].includes(LARGEST)) throw new BadZip(`${name} in it is above 4 GiB`);
  const read = (): Buffer => {
    need(bytes, local, LOCAL_SIZE, LOCAL_SIGNATURE, name);
    const from = local + LOCAL_SIZE + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (from + packedSize > bytes.length) throw new BadZip(`${name} in it is cut off`);
    const content = unpack(bytes.subarray(from, from + packedSize), method, size, name);
    if (content.length !== size || crc32(content) !== checksum) throw new BadZip(`${name} in it is damaged`);
    return content;
  };
  return { name, size, read };
}

function unpack(packed: Buffer, method: number, size: number, name: string): Buffer {
  if (method === STORED) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw new BadZip(`${name} in it is damaged`);
  }
}

function need(bytes: Buffer, at: number, length: number, signature: number, what: string): void {
  if (at + length > bytes.length || bytes.readUInt32LE(at) !== signature)
    throw new BadZip(`${what} in it is damaged`);
}
