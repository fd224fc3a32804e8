import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BadZip, isZip, readZip } from '#platform/files/zip.ts';

/** An input that cannot be read. The message is one line. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Reads a file; unpacks a gzip, and a zip that holds one file.
 *
 * @throws BadInput, or the error of the file system
 */
export async function readInput(file: string): Promise<Buffer> {
  const bytes = await readWhole(file);
  if (isGzip(bytes)) return unpacked(async () => gunzipSync(bytes));
  if (!isZip(bytes)) return bytes;
  const entries = await unpacked(() => readZip(bytes));
  const [entry] = entries;
  if (!entry || entries.length > 1) throw new BadInput(`the archive holds ${entries.length} files, not one`);
  return unpacked(entry.read);
}

/**
 * Reads two files of a folder or of a zip, found by their names.
 *
 * @throws BadInput unless exactly one file matches each name
 */
export async function readPair(
  location: string,
  first: RegExp,
  second: RegExp,
): Promise<readonly [Buffer, Buffer]> {
  const files = await filesIn(location);
  const only = (name: RegExp): (() => Promise<Buffer>) => {
    const found = [...files].filter(([file]) => name.test(file) && !file.startsWith('.'));
    const [entry] = found;
    if (!entry || found.length > 1)
      throw new BadInput(`holds ${found.length} files with names like ${name.source}, not one`);
    return entry[1];
  };
  const [readFirst, readSecond] = [only(first), only(second)];
  return [await readFirst(), await readSecond()];
}

async function filesIn(location: string): Promise<Map<string, () => Promise<Buffer>>> {
  if ((await stat(location)).isDirectory()) {
    const names = (await readdir(location)).sort();
    return new Map(names.map((name) => [name, () => readInput(path.join(location, name))]));
  }
  const bytes = await readWhole(location);
  if (!isZip(bytes)) throw new BadInput('is neither a folder nor a zip with both files; give both files');
  const entries = await unpacked(() => readZip(bytes));
  return new Map(entries.map(({ name, read }) => [path.basename(name), () => unpacked(read)]));
}

async function readWhole(file: string): Promise<Buffer> {
  if (!(await stat(file)).isFile()) throw new BadInput('is not a file');
  return readFile(file);
}

async function unpacked<T>(unpack: () => Promise<T>): Promise<T> {
  try {
    return await unpack();
  } catch (error) {
    if (error instanceof BadZip) throw new BadInput(error.message);
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw new BadInput('the gzip is damaged');
    throw error;
  }
}
