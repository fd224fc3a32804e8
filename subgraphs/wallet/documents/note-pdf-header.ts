import { dateText } from './brazilian-format.ts';
import { BROKER, type NoteDocument } from './note-document.ts';
import type { Pen } from './pen.ts';

/** Left edge and width of all boxes, in points of an A4 sheet (595 by 842). */
export const LEFT = 28;
export const WIDTH = 539;

const TOP = 28;
const NUMBERS_WIDTH = 75;
const ROW = 22;

/** Number, sheet and trade date; the broker; the client; the participants. */
export function drawHeader(pen: Pen, { number, note, client }: NoteDocument, sheet: string): void {
  pen.text('NOTA DE NEGOCIAÇÃO', LEFT, TOP + 8, 280, { size: 12, isBold: true });
  const numbers = [
    ['Nr. nota', String(number)],
    ['Folha', sheet],
    ['Data pregão', dateText(note.tradeDate)],
  ] as const;
  numbers.forEach(([label, value], index) => {
    const x = LEFT + WIDTH - NUMBERS_WIDTH * (numbers.length - index);
    pen.field({ x, y: TOP, width: NUMBERS_WIDTH, height: ROW }, label, value, { size: 9, isBold: true });
  });
  drawBroker(pen, TOP + 28);
  drawClient(pen, client, TOP + 70);
  drawParticipants(pen, client, TOP + 70 + 2 * ROW);
}

function drawBroker(pen: Pen, y: number): void {
  pen.frame({ x: LEFT, y, width: WIDTH, height: 38 });
  pen.text(BROKER.name, LEFT + 6, y + 6, WIDTH - 12, { size: 10, isBold: true });
  pen.text(`C.N.P.J.: ${BROKER.registration}`, LEFT + 6, y + 21, 200, { size: 7 });
  pen.text(BROKER.notice, LEFT + 206, y + 21, WIDTH - 212, { size: 7, align: 'right' });
}

function drawClient(pen: Pen, { code, name }: NoteDocument['client'], y: number): void {
  const nameWidth = 359;
  pen.field({ x: LEFT, y, width: nameWidth, height: ROW }, 'Cliente', name);
  pen.field(
    { x: LEFT + nameWidth, y, width: WIDTH - nameWidth, height: ROW },
    'C.P.F./C.N.P.J./C.V.M./C.O.B.',
    'não informado',
  );
  const codeWidth = 239;
  pen.field({ x: LEFT, y: y + ROW, width: codeWidth, height: ROW }, 'Código cliente', code, { size: 7 });
  pen.field({ x: LEFT + codeWidth, y: y + ROW, width: 120, height: ROW }, 'Assessor', '-');
  pen.field(
    { x: LEFT + nameWidth, y: y + ROW, width: WIDTH - nameWidth, height: ROW },
    'Agente de custódia (custodiante)',
    BROKER.name,
    { size: 7 },
  );
}

function drawParticipants(pen: Pen, { name }: NoteDocument['client'], y: number): void {
  const fields = [
    ['Participante destino do repasse', '', 150],
    ['Cliente', '', 70],
    ['Valor', '', 70],
    ['C.I', 'N', 30],
    ['P. Vinc', 'N', 39],
    ['Complemento nome', name, 180],
  ] as const;
  let x = LEFT;
  for (const [label, value, width] of fields) {
    pen.field({ x, y, width, height: ROW }, label, value, { size: 7 });
    x += width;
  }
}
