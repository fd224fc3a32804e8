import { LINES_PER_SHEET, type LineText } from './note-lines.ts';
import { LEFT, WIDTH } from './note-pdf-header.ts';
import type { Pen, TextStyle } from './pen.ts';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly align: NonNullable<TextStyle['align']>;
  readonly textOf: (line: LineText) => string;
}

/** The columns of SINACOR; those that a trade at sight leaves empty stand for their place. */
const COLUMNS: readonly Column[] = [
  { title: 'Q', width: 12, align: 'center', textOf: () => '' },
  { title: 'Negociação', width: 52, align: 'left', textOf: () => '1-BOVESPA' },
  { title: 'C/V', width: 20, align: 'center', textOf: ({ side }) => side },
  { title: 'Tipo mercado', width: 62, align: 'left', textOf: ({ market }) => market },
  { title: 'Prazo', width: 26, align: 'left', textOf: () => '' },
  { title: 'Especificação do título', width: 150, align: 'left', textOf: ({ security }) => security },
  { title: 'Obs. (*)', width: 38, align: 'left', textOf: ({ observation }) => observation },
  { title: 'Quantidade', width: 48, align: 'right', textOf: ({ quantity }) => quantity },
  { title: 'Preço / Ajuste', width: 50, align: 'right', textOf: ({ price }) => price },
  { title: 'Valor Operação / Ajuste', width: 65, align: 'right', textOf: ({ amount }) => amount },
  { title: 'D/C', width: 16, align: 'center', textOf: ({ direction }) => direction },
];

const TOP = 172;
const HEAD = 12;
const ROW = 10.6;
const PADDING = 2;

/** Bottom of the table. */
export const TABLE_BOTTOM = TOP + 10 + HEAD + ROW * LINES_PER_SHEET + 4;

/** The table "Negócios realizados". */
export function drawLines(pen: Pen, lines: readonly LineText[]): void {
  pen.text('Negócios realizados', LEFT, TOP, WIDTH, { size: 7, isBold: true });
  const y = TOP + 10;
  pen.frame({ x: LEFT, y, width: WIDTH, height: TABLE_BOTTOM - y });
  pen.line(LEFT, y + HEAD, LEFT + WIDTH, y + HEAD);
  drawRow(pen, y + 3.5, 5.5, ({ title }) => title);
  lines.forEach((line, index) => drawRow(pen, y + HEAD + 3 + index * ROW, 7, ({ textOf }) => textOf(line)));
}

function drawRow(pen: Pen, y: number, size: number, textOf: (column: Column) => string): void {
  let x = LEFT;
  for (const column of COLUMNS) {
    const { width, align } = column;
    pen.text(textOf(column), x + PADDING, y, width - 2 * PADDING, { size, align });
    x += width;
  }
}
