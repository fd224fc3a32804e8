import type { Locale } from '../i18n/locale.ts';

/** A cell: a text, or an exact decimal of the graph. */
export type CsvCell = string | { readonly decimal: string | number | null };

/** Marks the file as UTF-8 for spreadsheets. */
const BYTE_ORDER_MARK = '\u{FEFF}';

/** A spreadsheet takes a text that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as a file that spreadsheets of the language open as a table: with decimal commas the cells are separated by semicolons. A text
 * that would be a formula gets an apostrophe before it.
 */
export function csvOf(rows: readonly (readonly CsvCell[])[], locale: Locale): string {
  const separator = locale === 'pt-BR' ? ';' : ',';
  const line = (cells: readonly CsvCell[]): string =>
    cells.map((cell) => cellText(cell, locale)).join(separator);
  return BYTE_ORDER_MARK + rows.map((cells) => `${line(cells)}\r\n`).join('');
}

function cellText(cell: CsvCell, locale: Locale): string {
  if (typeof cell !== 'string') {
    const number = cell.decimal === null ? '' : String(cell.decimal);
    return locale === 'pt-BR' ? number.replace('.', ',') : number;
  }
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /["\r\n;,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
