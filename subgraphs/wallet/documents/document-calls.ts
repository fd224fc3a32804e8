import type { DocumentAnswer, WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import { createFairQueue, QueueFull } from '#platform/fair-queue/fair-queue.ts';
import { noteCsv } from './note-csv.ts';
import type { NoteDocument } from './note-document.ts';
import { notePdf } from './note-pdf.ts';
import { positionsCsv, type YearPosition } from './positions-csv.ts';

/** Reads the contents of documents. */
export interface DocumentSource {
  /** A note by its global id; null when it does not exist, is provisional or belongs to another user. */
  note(
    userId: string,
    noteId: string,
  ): Promise<(Omit<NoteDocument, 'client'> & { readonly accountId: string }) | null>;
  /** The positions of all accounts of a user at the ends of a year and of the year before. */
  yearPositions(userId: string, year: number): Promise<readonly YearPosition[]>;
}

/** Drawing takes the processor: one document at a time, in turn for all users who wait. */
const CONCURRENCY = 1;
const MAX_WAITING = 64;

/** The calls of the gateway for documents. */
export function createDocumentCalls(source: DocumentSource): WalletDocumentsRpc {
  const queue = createFairQueue({ concurrency: CONCURRENCY, maxWaiting: MAX_WAITING });
  const inTurn = (userId: string, make: () => Promise<DocumentAnswer>): Promise<DocumentAnswer> =>
    queue.run(['documents', userId], make).catch((error: unknown) => {
      if (error instanceof QueueFull) return { outcome: 'BUSY' };
      throw error;
    });
  return {
    note: ({ userId, clientName, noteId, format }) =>
      inTurn(userId, async () => {
        const found = await source.note(userId, noteId);
        if (!found) return { outcome: 'NOT_FOUND' };
        const { accountId, ...note } = found;
        const document = { ...note, client: { code: accountId, name: clientName } };
        const content = format === 'PDF' ? await notePdf(document) : Buffer.from(noteCsv(document));
        const fileName = `note-${note.number}-${note.note.tradeDate}.${format.toLowerCase()}`;
        return { outcome: 'DOCUMENT', fileName, format, content: content.toString('base64') };
      }),
    yearPositions: ({ userId, year }) =>
      inTurn(userId, async () => ({
        outcome: 'DOCUMENT',
        fileName: `positions-${year}.csv`,
        format: 'CSV',
        content: Buffer.from(positionsCsv(year, await source.yearPositions(userId, year))).toString('base64'),
      })),
  };
}
