import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { CostTable } from '#domain/costs/cost-table.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import { NO_POSITION, type Position } from '#domain/positions/position.ts';
import { positionsCsv } from '#wallet/documents/positions-csv.ts';
import { BadLine } from './bad-line.ts';
import { createCalculation } from './calculate.ts';
import { createFileForm } from './decimal-form.ts';
import { fieldsOf, readHeader, type Header } from './header.ts';
import { lineBatches } from './lines.ts';
import { printFraction, printMonth, printNote, printPosition, printResult } from './print.ts';
import { readLine } from './read-line.ts';
import { createSpool } from './spool.ts';

export interface TaxReportRequest {
  /** Content of the file. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly calendar: TradingCalendar;
  /** Empty: no costs of B3 and no withholding. */
  readonly costTables: readonly CostTable[];
  readonly catalogue: ReadonlyMap<string, AssetKind>;
  /** Folder for long lists that wait for the end of the file. */
  readonly spoolFolder: string;
  readonly onProgress?: (lines: number) => void;
}

/** The report, one JSON object in portions. `close` releases what it holds. */
export interface TaxReport {
  portions(): Iterable<string | Uint8Array>;
  close(): void;
}

/**
 * Calculates notes, positions, results and months from a file of trades. Reads it once and line by line; memory holds one
 * day of it.
 *
 * @throws BadLine when any line is refused: then there is no report
 */
export async function makeTaxReport(request: TaxReportRequest): Promise<TaxReport> {
  const notes = createSpool(request.spoolFolder);
  const results = createSpool(request.spoolFolder);
  const months: string[] = [];
  const close = (): void => {
    notes.close();
    results.close();
  };
  try {
    const calculation = createCalculation(request, {
      note: (note) => notes.append(printNote(note)),
      result: (result) => results.append(printResult(result)),
      month: (month) => months.push(printMonth(request.calendar, month)),
    });
    await readEntries(request, (entry) => calculation.add(entry));
    const positions = [...calculation.end()].sort(([a], [b]) => (a < b ? -1 : 1));
    const held = positions.map(([ticker, position]) => printPosition(ticker, position));
    const fractions = [...calculation.fractions()].map(([ticker, fraction]) =>
      printFraction(ticker, fraction),
    );
    const portions = function* (): Iterable<string | Uint8Array> {
      yield '{"notes":[';
      yield* notes.portions();
      yield `],"positions":[${held.join(',')}],"results":[`;
      yield* results.portions();
      yield `],"months":[${months.join(',')}]`;
      yield fractions.length === 0 ? '}' : `,"fractions":[${fractions.join(',')}]}`;
    };
    return { portions, close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * The positions at the ends of a year and of the year before as the sheet "Bens e Direitos", from a file of trades. The whole
 * file is read, and refused when any line is wrong.
 *
 * @param names names of instruments by ticker; the ticker replaces a missing one
 * @throws BadLine when any line is refused
 */
export async function makeYearSheet(
  request: Omit<TaxReportRequest, 'spoolFolder'>,
  year: number,
  names: ReadonlyMap<string, string>,
): Promise<string> {
  const ends = [`${year - 1}-12-31`, `${year}-12-31`];
  const taken: ReadonlyMap<string, Position>[] = [];
  const takeUntil = (day: string, positions: ReadonlyMap<string, Position>): void => {
    while ((ends[taken.length] ?? LATEST) < day) taken.push(new Map(positions));
  };
  const nothing = (): void => undefined;
  const sink = { note: nothing, result: nothing, month: nothing, dayBegins: takeUntil };
  const calculation = createCalculation(request, sink);
  await readEntries(request, (entry) => calculation.add(entry));
  takeUntil(LATEST, calculation.end());
  const rows = [...calculation.kinds()].map(([ticker, kind]) => ({
    ...{ ticker, kind, name: names.get(ticker) ?? ticker },
    before: taken[0]?.get(ticker) ?? NO_POSITION,
    now: taken[1]?.get(ticker) ?? NO_POSITION,
  }));
  return positionsCsv(year, rows, null);
}

/** After every day. */
const LATEST = '9999';

async function readEntries(
  { chunks, onProgress }: Pick<TaxReportRequest, 'chunks' | 'onProgress'>,
  onEntry: (entry: ReturnType<typeof readLine>) => void,
): Promise<void> {
  let header: Header | null = null;
  let form = createFileForm(',');
  let line = 0;
  let day = '';
  for await (const batch of lineBatches(chunks)) {
    for (const text of batch) {
      line += 1;
      if (header === null) {
        header = readHeader(text);
        form = createFileForm(header.separator);
        continue;
      }
      if (text.trim() === '') continue;
      const entry = readLine(line, fieldsOf(header, line, text), form, day);
      day = entry.day;
      onEntry(entry);
    }
    onProgress?.(line);
  }
  if (header === null) throw new BadLine(1, 'the file is empty');
}
