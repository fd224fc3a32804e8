import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
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
