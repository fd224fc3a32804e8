import type { Note } from '#domain/notes/note.ts';
import { dateText } from './brazilian-format.ts';
import { LEFT, WIDTH } from './note-pdf-header.ts';
import { TABLE_BOTTOM } from './note-pdf-table.ts';
import { dealSummaryOf, financialSummaryOf, remarksOf, type SummaryRow } from './note-summary.ts';
import type { Box, Pen } from './pen.ts';

const TOP = TABLE_BOTTOM + 6;
const ROW = 11.2;
const TITLE = 13;
const GAP = 6;
const LEFT_WIDTH = 250;
const RIGHT_WIDTH = WIDTH - LEFT_WIDTH - GAP;
const HEIGHT = 272;
const DEALS_HEIGHT = 112;

const OBSERVATIONS = [
  'D - Day Trade (com número: ações do negócio em day trade)',
  '# - Negócio direto',
  'F - Cobertura',
  'P - Carteira própria',
];

/** Both summaries. Sheets before the last one have the boxes without figures. */
export function drawSummaries(pen: Pen, note: Note, isLast: boolean): void {
  const deals = isLast ? dealSummaryOf(note) : [];
  const finances = isLast ? financialSummaryOf(note) : CONTINUED;
  const right = LEFT + LEFT_WIDTH + GAP;
  drawRows(pen, 'Resumo dos Negócios', { x: LEFT, y: TOP, width: LEFT_WIDTH, height: DEALS_HEIGHT }, deals);
  drawRows(pen, 'Resumo Financeiro', { x: right, y: TOP, width: RIGHT_WIDTH, height: HEIGHT }, finances);
  drawRemarks(pen, isLast ? remarksOf(note) : []);
  const footer = `Liquidação em ${dateText(note.settlesOn)}. C: crédito, D: débito do cliente.`;
  pen.text(footer, LEFT, TOP + HEIGHT + 6, WIDTH, { size: 6 });
}

const CONTINUED: readonly SummaryRow[] = [{ label: 'CONTINUA...', amount: '', side: '', isHeading: true }];

function drawRows(pen: Pen, title: string, box: Box, rows: readonly SummaryRow[]): void {
  const { x, width } = box;
  pen.frame(box);
  pen.text(title, x + 4, box.y + 3.5, width - 8, { size: 7, isBold: true });
  pen.line(x, box.y + TITLE, x + width, box.y + TITLE);
  rows.forEach(({ label, amount, side, isHeading }, index) => {
    const y = box.y + TITLE + 3 + index * ROW;
    const isBold = isHeading || index === rows.length - 1;
    pen.text(label, x + 4, y, width - 90, { size: 7, isBold });
    pen.text(amount, x + width - 86, y, 66, { size: 7, isBold, align: 'right' });
    pen.text(side, x + width - 16, y, 12, { size: 7, isBold, align: 'center' });
  });
}

/** The box below the summary of the deals: remarks on taxes and the legend of the column Obs. */
function drawRemarks(pen: Pen, remarks: readonly string[]): void {
  const y = TOP + DEALS_HEIGHT + GAP;
  pen.frame({ x: LEFT, y, width: LEFT_WIDTH, height: HEIGHT - DEALS_HEIGHT - GAP });
  pen.text('Especificações diversas', LEFT + 4, y + 3.5, LEFT_WIDTH - 8, { size: 7, isBold: true });
  pen.line(LEFT, y + TITLE, LEFT + LEFT_WIDTH, y + TITLE);
  const texts = [
    'A coluna Q indica liquidação no Agente do Qualificado.',
    ...remarks,
    '',
    '(*) Observações:',
  ];
  [...texts, ...OBSERVATIONS].forEach((text, index) =>
    pen.text(text, LEFT + 4, y + TITLE + 4 + index * ROW, LEFT_WIDTH - 8, { size: 6.5 }),
  );
}
