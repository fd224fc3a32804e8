import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { B3FileError, readB3File } from '#assets/corporate-actions/b3-file.ts';
import { declareActions } from '#assets/corporate-actions/declare-actions.ts';
import { openAssets } from './open-assets.ts';

/** Far above any answer of B3's site; a larger file would only fill the memory. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_FAULTS_SHOWN = 20;

/** A file of which nothing was imported, with all its faults. */
export class RefusedActions extends Error {
  override readonly name = 'RefusedActions';
}

export interface ActionImportOptions {
  readonly issuer: string | null;
  readonly skipsUnlisted: boolean;
  readonly skipsUnsupported: boolean;
  /** Present instant, for the catalogue of a broker that never ran. */
  readonly nowMs: number;
}

/**
 * Imports the corporate actions of a file, all or nothing, and returns a line that describes the result. A running broker
 * publishes them within a second.
 *
 * @throws RefusedActions with the faults of the file
 */
export async function importActions(file: string, options: ActionImportOptions): Promise<string> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) throw new RefusedActions(`it has ${size} bytes, more than ${MAX_BYTES}`);
  const content = await readFile(file, 'utf8');
  const { store, where, close } = await openAssets();
  try {
    const stored = await store.instruments();
    const instruments = stored.length > 0 ? stored : loadCatalogue(dayOf(options.nowMs));
    const listed = instruments.filter(({ ticker }) => custodyTickerOf(ticker) === ticker);
    const calendar = createTradingCalendar();
    const known = await store.allActions();
    const read = readActions(content, { ...options, known, calendar, listed });
    const kinds = new Map(listed.map(({ ticker, kind }) => [ticker, kind]));
    const kindOf = (ticker: string) => kinds.get(ticker) ?? null;
    const result = await declareActions({ store, calendar, kindOf }, read.declarations);
    refuseFaults(result.faults);
    const { added, completed, unchanged } = result;
    const skipped = read.skipped > 0 ? `, ${read.skipped} of unlisted securities left out` : '';
    const others = read.unsupported.length > 0 ? `, ${read.unsupported.length} not supported left out:` : '';
    const counts = `${added} new, ${completed} completed, ${unchanged} known before${skipped}${others}`;
    return [`imported ${path.basename(file)} into ${where}: ${counts}`, ...shown(read.unsupported)].join(
      '\n  ',
    );
  } finally {
    await close();
  }
}

function readActions(...[content, options]: Parameters<typeof readB3File>): ReturnType<typeof readB3File> {
  try {
    const read = readB3File(content, options);
    refuseFaults(read.faults);
    return read;
  } catch (error) {
    if (error instanceof B3FileError) throw new RefusedActions(error.message);
    throw error;
  }
}

function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const count = faults.length === 1 ? 'one record is refused' : `${faults.length} records are refused`;
  throw new RefusedActions([count, ...shown(faults)].join('\n  '));
}

const shown = (lines: readonly string[]): readonly string[] =>
  lines.length <= MAX_FAULTS_SHOWN
    ? lines
    : [...lines.slice(0, MAX_FAULTS_SHOWN), `and ${lines.length - MAX_FAULTS_SHOWN} more`];
