import { open } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl';
import { reasonOf } from '../retry/reason.ts';

/** A zip archive that cannot be read. The message is one line. */
export class BadZip extends Error {
  override readonly name = 'BadZip';
}

export interface ZipEntry {
  readonly name: string;
  /** Uncompressed size in bytes. */
  readonly size: number;
  /** Unpacks the file. Rejects with BadZip when it is damaged. */
  readonly read: () => Promise<Buffer>;
}

const LOCAL_SIGNATURE = 0x04034b50;
/** First bytes of an archive: of its first file, of its end when it is empty, or of one that was split. */
const SIGNATURES: readonly number[] = [LOCAL_SIGNATURE, 0x06054b50, 0x08074b50];
const END_SIZE = 22;
const LARGEST = 0xffffffff;

/** True for bytes that begin like a zip archive with at least one file. */
export const isZip = (bytes: Buffer): boolean =>
  bytes.length >= END_SIZE && bytes.readUInt32LE(0) === LOCAL_SIGNATURE;

/**
 * Lists the files of a zip archive. Reads stored and deflated entries below 4 GiB that are not encrypted.
 *
 * @throws BadZip
 */
export async function readZip(bytes: Buffer): Promise<ZipEntry[]> {
  const zip = await refuseWith('not a complete zip archive', () =>
    fromBufferPromise(bytes, { lazyEntries: true }),
  );
  const entries: ZipEntry[] = [];
  await refuseWith('the directory is damaged', async () => {
    for await (const entry of zip.eachEntry())
      if (!entry.fileName.endsWith('/')) entries.push(entryOf(zip, entry));
  });
  return entries;
}

/** True for a file that begins like a zip archive, also one that is empty or cut off. */
export async function isZipFile(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer: bytes, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && SIGNATURES.includes(bytes.readUInt32LE(0));
  } finally {
    await handle.close();
  }
}

/**
 * Unpacks the only file of a zip archive as a stream, in constant memory. Its name does not matter.
 *
 * @param maxBytes the largest unpacked size
 * @throws BadZip when the archive has no file or several, is damaged, or unpacks to more bytes
 */
export async function* readOnlyFile(file: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  // Names stay bytes: none is used as a path, and a strange one must not make the archive unreadable.
  const zip = await refuseWith('not a complete zip archive', () =>
    openPromise(file, { autoClose: false, decodeStrings: false }),
  );
  try {
    const entry = await onlyEntry(zip, maxBytes);
    let checksum = 0;
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        checksum = crc32(chunk as Buffer, checksum);
        yield chunk as Buffer;
      }
    } catch (error) {
      throw new BadZip(`the file in the zip archive is damaged: ${reasonOf(error)}`, { cause: error });
    }
    if (checksum !== entry.crc32)
      throw new BadZip('the file in the zip archive is damaged: its checksum does not fit');
  } finally {
    zip.close();
  }
}

const MAX_NAMES = 5;

/** The only entry that is a file. Reads few entries of an archive with many. */
async function onlyEntry(zip: ZipFile, maxBytes: number): Promise<Entry> {
  const entries: Entry[] = [];
  await refuseWith('the directory is damaged', async () => {
    for await (const entry of zip.eachEntry()) {
      if (!nameOf(entry).endsWith('/')) entries.push(entry);
      if (entries.length > MAX_NAMES) break;
    }
  });
  const [entry, ...others] = entries;
  if (!entry) throw new BadZip('the zip archive has no file');
  if (others.length > 0) {
    const names = entries.slice(0, MAX_NAMES).map((one) => JSON.stringify(nameOf(one).slice(0, 60)));
    const more = entries.length > MAX_NAMES ? ' and more' : '';
    throw new BadZip(`the zip archive has several files instead of one: ${names.join(', ')}${more}`);
  }
  if (entry.isEncrypted()) throw new BadZip('the file in the zip archive is encrypted');
  if (!entry.canDecodeFileData())
    throw new BadZip('the file in the zip archive has an unknown compression method');
  if (entry.uncompressedSize > maxBytes)
    throw new BadZip(`the zip archive unpacks to ${entry.uncompressedSize} bytes, more than ${maxBytes}`);
  return entry;
}

const nameOf = (entry: Entry): string => entry.fileNameRaw.toString('latin1');

function entryOf(zip: ZipFile, entry: Entry): ZipEntry {
  const { fileName: name, uncompressedSize: size } = entry;
  if (entry.isEncrypted()) throw new BadZip(`the entry ${name} is encrypted`);
  if (!entry.canDecodeFileData()) throw new BadZip(`the entry ${name} has an unknown compression method`);
  if (Math.max(size, entry.compressedSize) >= LARGEST)
    throw new BadZip(`the entry ${name} is larger than 4 GiB`);
  const read = (): Promise<Buffer> =>
    refuseWith(`the entry ${name} is damaged`, async () => {
      const content = await buffer(await zip.openReadStreamPromise(entry));
      // yauzl compares the sizes and leaves the checksum to its caller.
      if (crc32(content) !== entry.crc32) throw new Error('its checksum does not fit');
      return content;
    });
  return { name, size, read };
}

async function refuseWith<T>(message: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadZip) throw error;
    throw new BadZip(`${message}: ${reasonOf(error)}`, { cause: error });
  }
}
