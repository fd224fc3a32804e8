import { clip } from '#verification/replay/input/csv-rows.ts';
import { BadLine } from './bad-line.ts';

const REQUIRED = ['date', 'ticker', 'side', 'quantity', 'price'] as const;
const OPTIONAL = ['auction', 'brokerage', 'other', 'kind', 'factor', 'cost'] as const;

export type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** How the lines of a file are read. */
export interface Header {
  /** A comma, or a semicolon, which leaves the comma to decimals. */
  readonly separator: ',' | ';';
  readonly columns: readonly Column[];
}

/** Fields of a line by column; an absent column reads as an empty text. */
export type Fields = Readonly<Record<Column, string>>;

/** Reads the first line. @throws BadLine when it is not the header */
export function readHeader(text: string): Header {
  const separator = text.includes(';') ? ';' : ',';
  const names = text.split(separator).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const known: readonly string[] = [...REQUIRED, ...OPTIONAL];
  const isHeader =
    REQUIRED.every((name, index) => names[index] === name) &&
    names.every((name) => known.includes(name)) &&
    new Set(names).size === names.length;
  if (!isHeader)
    throw new BadLine(
      1,
      `the header is '${clip(text)}', not ${REQUIRED.join(',')} and, as needed, ${OPTIONAL.join(', ')}`,
    );
  return { separator, columns: names as Column[] };
}

const EMPTY: Fields = {
  date: '',
  ticker: '',
  side: '',
  quantity: '',
  price: '',
  auction: '',
  brokerage: '',
  other: '',
  kind: '',
  factor: '',
  cost: '',
};

/** Splits a line into its fields. Columns at its end may be left out. @throws BadLine when it does not fit the header */
export function fieldsOf({ separator, columns }: Header, line: number, text: string): Fields {
  const values = text.includes('"') ? splitQuoted(separator, line, text) : text.split(separator);
  if (values.length < REQUIRED.length || values.length > columns.length)
    throw new BadLine(
      line,
      `it has ${values.length} fields, the header ${columns.length}; a decimal comma needs quotes or semicolons between fields`,
    );
  const fields = { ...EMPTY };
  values.forEach((value, index) => {
    const column = columns[index];
    if (column) fields[column] = value.trim();
  });
  return fields;
}

function splitQuoted(separator: string, line: number, text: string): string[] {
  const values: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? text.indexOf('"', at + 1) : text.indexOf(separator, at);
    if (isQuoted && end < 0) throw new BadLine(line, 'a quote is not closed');
    const stop = isQuoted ? end + 1 : end < 0 ? text.length : end;
    if (stop < text.length && text[stop] !== separator)
      throw new BadLine(line, `a ${separator} must follow a closing quote`);
    values.push(isQuoted ? text.slice(at + 1, end) : text.slice(at, stop));
    at = stop + 1;
  }
  return values;
}
