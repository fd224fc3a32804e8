import { Readable } from 'node:stream';
import type { DocumentAnswer } from '#contracts/calls/wallet-documents.ts';

export type DocumentPart = Extract<DocumentAnswer, { outcome: 'DOCUMENT' }>;

/** Reads the part of a document that begins at a byte. */
export type ReadPart = (offset: number) => Promise<DocumentAnswer>;

/**
 * Streams a document from its first part on. The next part is read when the client has taken the one before, so a slow client
 * holds one part, and one that is gone none. The stream fails when the document changes or cannot be read: the client gets
 * less than the length that it was promised.
 */
export const documentStream = (first: DocumentPart, readPart: ReadPart): Readable =>
  Readable.from(partsOf(first, readPart), { objectMode: false, highWaterMark: 1 });

async function* partsOf(first: DocumentPart, readPart: ReadPart): AsyncGenerator<Buffer> {
  let part = Buffer.from(first.content, 'base64');
  let sent = 0;
  while (part.length > 0) {
    yield part;
    sent += part.length;
    if (sent >= first.size) return;
    const next = await readPart(sent);
    if (next.outcome !== 'DOCUMENT' || next.digest !== first.digest)
      throw new Error(`the rest of ${first.fileName} from byte ${sent} on is not there`);
    part = Buffer.from(next.content, 'base64');
  }
}
