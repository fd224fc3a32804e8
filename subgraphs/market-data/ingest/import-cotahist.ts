import { createHash } from 'node:crypto';
import { createCotahistReader, CotahistError } from '#domain/market-data/cotahist.ts';
import { historyAssetOf, type HistoryAsset } from '#domain/market/history-asset.ts';
import { isCashQuote, type DailyQuote } from '#domain/market-data/daily-quote.ts';
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

/** The result of the import of a file. */
export interface FileImport extends ImportResult {
  /** Number of securities that became readable by it: they have imported history alone, and are not traded here. */
  readonly addedAssets: number;
}

/** Adds securities with imported history to assets, which knows the instruments. Returns the number of new ones. */
export type AddHistoryAssets = (assets: readonly HistoryAsset[]) => Promise<number>;

export interface ImportOptions {
  readonly history: QuoteHistory;
  readonly attempt: { readonly importId: string; readonly importedAtMs: number };
  readonly addHistoryAssets: AddHistoryAssets;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Securities in one call. */
const ASSETS_OF_CALL = 500;

/**
 * Imports a file of B3's historical quotes. It reads the file twice, first to check every line, then to store them, so that a
 * bad file changes nothing and a long one needs little memory. The same content is imported once. Then the securities of its cash
 * and fractional lines are added to assets, also for content that was imported before: that step may have failed.
 *
 * @throws CotahistError, RepeatedQuotes when the file is refused as a whole
 */
export async function importCotahist(file: QuoteFile, options: ImportOptions): Promise<FileImport> {
  const { history, attempt, addHistoryAssets, onProgress = () => undefined } = options;
  const checked = { quotes: 0 };
  const assets = new Map<string, HistoryAsset>();
  const contentHash = await readThrough(file, (portion) => {
    checked.quotes += portion.length;
    for (const quote of portion) if (isCashQuote(quote)) noteAsset(assets, quote);
    onProgress({ step: 'checking', quotes: checked.quotes });
  });
  const portions = (): AsyncGenerator<readonly DailyQuote[]> =>
    checkedPortions(file, contentHash, onProgress);
  const result =
    (await history.findImport(contentHash)) ??
    (await history.importQuotes({ ...attempt, contentHash, fileName: file.name, portions }));
  let addedAssets = 0;
  const all = [...assets.values()];
  for (let from = 0; from < all.length; from += ASSETS_OF_CALL)
    addedAssets += await addHistoryAssets(all.slice(from, from + ASSETS_OF_CALL));
  return { ...result, addedAssets };
}

/** Keeps the newest names of a security. */
function noteAsset(assets: Map<string, HistoryAsset>, quote: DailyQuote): void {
  const known = assets.get(quote.ticker);
  if (!known || known.lastDay <= quote.tradeDate) assets.set(quote.ticker, historyAssetOf(quote));
}

/** Reads the quotes of a file again. Throws CotahistError after the last one when its content has changed since the check. */
async function* checkedPortions(
  file: QuoteFile,
  contentHash: string,
  onProgress: (progress: ImportProgress) => void,
): AsyncGenerator<readonly DailyQuote[]> {
  let quotes = 0;
  const hash = createHash('sha256');
  for await (const portion of portionsOf(file, hash)) {
    yield portion;
    quotes += portion.length;
    onProgress({ step: 'storing', quotes });
  }
  if (hash.digest('hex') !== contentHash)
    throw new CotahistError('the file changed during the import: import it again');
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
