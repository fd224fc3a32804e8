import { createReadStream } from 'node:fs';
import path from 'node:path';
import { CotahistError } from '#domain/market-data/cotahist.ts';
import { BadZip, isZipFile, readOnlyFile } from '#platform/files/zip.ts';
import type { QuoteFile } from './source.ts';

/** Largest content of a ZIP: a year of two million lines has a quarter of it. */
const MAX_UNPACKED_BYTES = 2 * 1024 ** 3;

/**
 * A file of quotes on the disk. A ZIP, known by its content, stands for the only file inside, as the exchange publishes it.
 * Reading throws CotahistError for a ZIP that is damaged, unpacks to more than 2 GiB, or has no file or several.
 */
export const quoteFileAt = (file: string): QuoteFile => ({
  name: path.basename(file),
  read: () => contentOf(file),
});

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  if (!(await isZipFile(file))) {
    yield* createReadStream(file);
    return;
  }
  try {
    yield* readOnlyFile(file, MAX_UNPACKED_BYTES);
  } catch (error) {
    throw error instanceof BadZip ? new CotahistError(error.message, { cause: error }) : error;
  }
}
