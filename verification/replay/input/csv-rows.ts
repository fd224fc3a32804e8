import { BadFile, badLine } from './bad-file.ts';

/** A line of a CSV file: its number from 1 and its fields. */
export interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/**
 * Rows of a CSV file without quoted fields, one by one. An empty last line is no row.
 *
 * @throws BadFile if the file or a line before the last is empty
 */
export function* rowsOf(bytes: Uint8Array): Generator<Row> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length === 0) throw new BadFile('the file is empty');
  let start = buffer.toString('latin1', 0, 3) === BYTE_ORDER_MARK ? 3 : 0;
  for (let line = 1; start < buffer.length; line++) {
    const found = buffer.indexOf(LINE_FEED, start);
    const end = found < 0 ? buffer.length : found;
    const last = end > start && buffer[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (last === start) throw badLine(line, 'is empty');
    yield { line, fields: buffer.toString('latin1', start, last).split(',') };
    start = end + 1;
  }
}

/**
 * A field as a whole number.
 *
 * @throws BadFile naming the line, the field and its text, if that is no whole number or outside the range
 */
export function wholeField(row: Row, index: number, name: string, min: number, max: number): number {
  const text = row.fields[index] ?? '';
  const value = Number(text);
  if (!/^-?\d{1,16}$/.test(text) || value < min || value > max)
    throw badLine(row.line, `${name} is '${clip(text)}', not a whole number from ${min} to ${max}`);
  return value;
}

/** Text of a file, shortened and made printable for a message. */
export const clip = (text: string): string => {
  const plain = text.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > 40 ? `${plain.slice(0, 40)}...` : plain;
};
