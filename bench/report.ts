import { cpus, loadavg } from 'node:os';

/** One measured figure. */
export interface Figure {
  /** Name in the JSON. */
  readonly key: string;
  /** Row title in the table. */
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The reference and the ratio to it. */
  readonly ratio?: { readonly of: string; readonly value: number };
}

/** Related figures, with a note for the reader. */
export interface Section {
  readonly title: string;
  readonly note?: string;
  readonly figures: readonly Figure[];
}

/** The kind of machine: figures of different machines do not compare. */
export const machine = (): string =>
  `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;

/** Mean number of runnable processes in the last minute. Above the number of cores, absolute figures are too low. */
export const load = (): number => rounded(loadavg()[0] ?? 0);

/** A number for a table: three significant digits, thousands separated. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const magnitude = Math.abs(value);
  if (magnitude >= 1_000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en-US');
  return `${Number(value.toPrecision(3))}`;
}

const cellsOf = ({ what, value, unit, ratio }: Figure): readonly string[] => [
  what,
  figureText(value),
  unit,
  ratio ? `${figureText(ratio.value)} x ${ratio.of}` : '',
];

/** Sections as Markdown tables with aligned columns, readable on a terminal. */
export function tablesOf(sections: readonly Section[]): string {
  return sections
    .map(({ title, note, figures }) => {
      const rows = [['', 'figure', 'unit', 'ratio'], ...figures.map(cellsOf)];
      const widths = [0, 1, 2, 3].map((column) =>
        Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
      );
      const line = (cells: readonly string[]): string =>
        `| ${cells
          .map((cell, column) =>
            column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
          )
          .join(' | ')} |`;
      const rule = widths.map((width, column) =>
        column === 1 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
      );
      const [head = [], ...body] = rows;
      return [`## ${title}`, '', ...(note ? [note, ''] : []), line(head), line(rule), ...body.map(line)].join(
        '\n',
      );
    })
    .join('\n\n');
}

/** All figures by key, with the ratio to the reference under `KEY.ratio`. */
export const jsonOf = (sections: readonly Section[]): Record<string, number> =>
  Object.fromEntries(
    sections.flatMap(({ figures }) =>
      figures.flatMap(({ key, value, ratio }) => [
        [key, rounded(value)],
        ...(ratio ? [[`${key}.ratio`, rounded(ratio.value)] as const] : []),
      ]),
    ),
  );

const rounded = (value: number): number => Number(value.toPrecision(5));
