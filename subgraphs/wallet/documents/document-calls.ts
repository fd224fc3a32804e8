import type { DocumentAnswer, WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import { yearOf } from '#domain/calendar/days.ts';
import { createFairQueue, QueueFull } from '#platform/fair-queue/fair-queue.ts';
import { noteCsv } from './note-csv.ts';
import { BROKER, type NoteDocument } from './note-document.ts';
import { createMadeDocuments, type MadeDocument } from './parts/made-documents.ts';
import type { PdfDrawer } from './pdf-drawer.ts';
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
/** Documents of one user that are made or wait. */
const MAX_PER_USER = 8;

/**
 * The calls of the gateway for documents. A year that has not begun has no sheet; that of the present year is provisional.
 *
 * @param today today (ISO) by the market clock
 */
export function createDocumentCalls(
  source: DocumentSource,
  drawer: Pick<PdfDrawer, 'draw'>,
  today: () => string,
): WalletDocumentsRpc {
  const queue = createFairQueue({ concurrency: CONCURRENCY, maxWaiting: MAX_WAITING });
  const perUser = new Map<string, number>();
  const inTurn = async (userId: string, make: () => Promise<DocumentAnswer>): Promise<DocumentAnswer> => {
    const own = perUser.get(userId) ?? 0;
    if (own >= MAX_PER_USER) return { outcome: 'BUSY' };
    perUser.set(userId, own + 1);
    try {
      return await queue.run(['documents', userId], make);
    } catch (error) {
      if (error instanceof QueueFull) return { outcome: 'BUSY' };
      throw error;
    } finally {
      const left = (perUser.get(userId) ?? 1) - 1;
      if (left === 0) perUser.delete(userId);
      else perUser.set(userId, left);
    }
  };
  const made = createMadeDocuments();
  const partOf = async (
    { key, userId, offset }: { readonly key: string; readonly userId: string; readonly offset: number },
    make: () => Promise<MadeDocument | null>,
  ): Promise<DocumentAnswer> =>
    made.kept(key, offset) ??
    inTurn(userId, async () => {
      const document = await make();
      return document ? made.keep(key, document, offset) : { outcome: 'NOT_FOUND' };
    });
  return {
    note: ({ userId, clientName, noteId, format, offset }) =>
      partOf({ key: `${userId} ${noteId} ${format} ${clientName}`, userId, offset }, async () => {
        const found = await source.note(userId, noteId);
        if (!found) return null;
        const { accountId, ...note } = found;
        const document = { ...note, client: { code: accountId, name: clientName } };
        const content = format === 'PDF' ? await drawer.draw(document) : Buffer.from(noteCsv(document));
        const fileName = `note-${note.number}-${note.note.tradeDate}.${format.toLowerCase()}`;
        return { fileName, format, content };
      }),
    yearPositions: ({ userId, year, offset }) =>
      partOf({ key: `${userId} ${year}`, userId, offset }, async () => {
        const now = today();
        if (year > yearOf(now)) return null;
        const provisionalOn = year === yearOf(now) ? now : null;
        const rows = await source.yearPositions(userId, year);
        const sheet = positionsCsv(year, rows, BROKER.name, provisionalOn);
        const fileName = `positions-${year}${provisionalOn === null ? '' : '-provisional'}.csv`;
        return { fileName, format: 'CSV', content: Buffer.from(sheet) };
      }),
  };
}
