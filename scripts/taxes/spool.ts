import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Text beyond this is kept on disk, so that memory does not grow with it. */
const MAX_MEMORY_CHARACTERS = 8 * 1024 * 1024;
const PORTION_BYTES = 256 * 1024;

/** Items of a JSON list that are kept until all of them are known to be right. */
export interface Spool {
  append(json: string): void;
  /** All items in order, joined by commas, in portions. */
  portions(): Iterable<string | Uint8Array>;
  close(): void;
}

/**
 * Creates a spool.
 *
 * @param folder place of its file, which has no name while it is in use: a killed process leaves nothing behind
 */
export function createSpool(folder: string): Spool {
  let parts: string[] = [];
  let characters = 0;
  let isEmpty = true;
  let file: number | null = null;
  const flush = (): void => {
    file ??= openNameless(folder);
    writeAll(file, Buffer.from(parts.join('')));
    parts = [];
    characters = 0;
  };
  return {
    append: (json) => {
      parts.push(isEmpty ? json : `,${json}`);
      isEmpty = false;
      characters += json.length + 1;
      if (characters > MAX_MEMORY_CHARACTERS) flush();
    },
    portions: function* () {
      if (file !== null) yield* readAll(file);
      if (parts.length > 0) yield parts.join('');
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function openNameless(folder: string): number {
  const place = mkdtempSync(path.join(folder, 'my-broker-taxes-'));
  const file = openSync(path.join(place, 'spool'), 'w+');
  rmSync(place, { recursive: true });
  return file;
}

function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

function* readAll(file: number): Generator<Uint8Array> {
  const size = fstatSync(file).size;
  for (let at = 0; at < size;) {
    const portion = Buffer.allocUnsafe(PORTION_BYTES);
    const read = readSync(file, portion, 0, PORTION_BYTES, at);
    at += read;
    yield portion.subarray(0, read);
  }
}
