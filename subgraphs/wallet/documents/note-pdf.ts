import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { dateText } from './brazilian-format.ts';
import { BROKER, type NoteDocument } from './note-document.ts';
import { sheetsOf, type NoteSheet } from './note-lines.ts';
import { drawHeader } from './note-pdf-header.ts';
import { drawSummaries } from './note-pdf-summary.ts';
import { drawLines } from './note-pdf-table.ts';
import { createPen, printable } from './pen.ts';

/**
 * Draws a note in the arrangement of the Brazilian brokers' common system (SINACOR): header, lines, summary of the deals and
 * financial summary on each A4 sheet, sums on the last one. The same note gives the same bytes.
 */
export async function notePdf(document: NoteDocument): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    lang: 'pt-BR',
    info: {
      Title: `Nota de negociação ${document.number} de ${dateText(document.note.tradeDate)}`,
      Author: printable(BROKER.name),
      Creator: BROKER.name,
      // The file's id and date follow the note, not the clock.
      CreationDate: new Date(`${document.note.tradeDate}T00:00:00Z`),
    },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.once('end', resolve).once('error', reject));
  const pen = createPen(pdf);
  const sheets = sheetsOf(document);
  for (const sheet of sheets) {
    pdf.addPage();
    drawSheet(pen, document, sheet, sheets.length);
    // A note of thousands of lines must not keep the process from other work.
    await setImmediate();
  }
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawSheet(
  pen: ReturnType<typeof createPen>,
  document: NoteDocument,
  sheet: NoteSheet,
  sheetCount: number,
): void {
  drawHeader(pen, document, `${sheet.number}/${sheetCount}`);
  drawLines(pen, sheet.lines);
  drawSummaries(pen, document.note, sheet.isLast);
}
