import { createHash } from 'node:crypto';
import { createCotahistReader, CotahistError } from '#domain/market-data/cotahist.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import type { ImportResult, QuoteHistory } from '../history/history.ts';
import type { QuoteFile } from './source.ts';

/** Quotes per statement. */
const PORTION = 1_000;
/** The longest line. Without this bound a file without line ends would fill memory. */
const MAX_LINE_CHARACTERS = 4_096;

/** The progress of an import. */
export interface ImportProgress {
  readonly step: 'checking' | 'storing';
  readonly quotes: number;
}

/**
 * Imports a file of B3's historical quotes. It reads the file twice, first to check every line, then to store them, so that a
 * bad file changes nothing and a long one needs little memory. The same content is imported once.
 *
 * @throws CotahistError, RepeatedQuotes when the file is refused as a whole
 */
export async function importCotahist(
  history: QuoteHistory,
  file: QuoteFile,
  attempt: { readonly importId: string; readonly importedAtMs: number },
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportResult> {
  const checked = { quotes: 0 };
  const contentHash = await readThrough(file, (portion) => {
    checked.quotes += portion.length;
    onProgress({ step: 'checking', quotes: checked.quotes });
  });
  const known = await history.findImport(contentHash);
  if (known) return known;
  const portions = async function* (): AsyncGenerator<readonly DailyQuote[]> {
    let quotes = 0;
    const hash = createHash('sha256');
    for await (const portion of portionsOf(file, hash)) {
      yield portion;
      quotes += portion.length;
      onProgress({ step: 'storing', quotes });
    }
    if (hash.digest('hex') !== contentHash)
      throw new CotahistError('the file changed during the import: import it again');
  };
  return history.importQuotes({ ...attempt, contentHash, fileName: file.name, portions });
}

/** Reads a whole file; returns the SHA-256 of its content. */
async function readThrough(
  file: QuoteFile,
  onPortion: (portion: readonly DailyQuote[]) => void,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const portion of portionsOf(file, hash)) onPortion(portion);
  return hash.digest('hex');
}

async function* portionsOf(
  file: QuoteFile,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<readonly DailyQuote[]> {
  const reader = createCotahistReader();
  let portion: DailyQuote[] = [];
  for await (const line of linesOf(file.read(), hash)) {
    const quote = reader.line(line);
    if (quote) portion.push(quote);
    if (portion.length < PORTION) continue;
    yield portion;
    portion = [];
  }
  reader.end();
  if (portion.length > 0) yield portion;
}

/** Splits a latin-1 file into lines, which end with LF or CR LF. */
async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    hash.update(chunk);
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    if (rest.length > MAX_LINE_CHARACTERS) yield rest;
  }
  if (rest !== '') yield rest;
}
