/**
 * Writes rows as CSV (RFC 4180) with a header. A text that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');
}

/** Beginnings of a formula. Numbers come as numbers or as digits, so a minus begins no number of ours. */
const FORMULA = /^[=+\-@\t\r]/;
const AMOUNT = /^-?\d+(\.\d+)?$/;

function fieldOf(value: string | number): string {
  const text = String(value);
  const safeText = FORMULA.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safeText) ? `"${safeText.replaceAll('"', '""')}"` : safeText;
}
