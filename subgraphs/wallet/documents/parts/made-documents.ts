import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { DOCUMENT_PART_BYTES, type DocumentAnswer } from '#contracts/calls/wallet-documents.ts';

/** A document with its file name. */
export interface MadeDocument {
  readonly fileName: string;
  readonly format: 'PDF' | 'CSV';
  readonly content: Buffer;
}

type Made = MadeDocument & { readonly digest: string };

/** Memory for documents whose readers have not fetched all parts. One that was dropped is made again: the bytes are the same. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Keeps documents between the requests for their parts, within a bound of memory for all readers together. */
export interface MadeDocuments {
  /** The part at an offset of a document that is kept; null when it must be made. */
  kept(key: string, offset: number): DocumentAnswer | null;
  /** The part at an offset of a new document, which is kept until its last part has been read. */
  keep(key: string, document: MadeDocument, offset: number): DocumentAnswer;
}

export function createMadeDocuments(maxBytes = MAX_BYTES): MadeDocuments {
  const made = new LRUCache<string, Made>({
    maxSize: maxBytes,
    sizeCalculation: ({ content }) => Math.max(1, content.length),
  });
  const partOf = (key: string, document: Made, offset: number): DocumentAnswer => {
    const { fileName, format, content, digest } = document;
    const end = offset + DOCUMENT_PART_BYTES;
    if (end >= content.length) made.delete(key);
    const part = content.subarray(offset, end).toString('base64');
    return { outcome: 'DOCUMENT', fileName, format, size: content.length, digest, content: part };
  };
  return {
    // A reader that begins gets the present document.
    kept: (key, offset) => {
      const document = offset === 0 ? undefined : made.get(key);
      return document ? partOf(key, document, offset) : null;
    },
    keep: (key, document, offset) => {
      const digest = createHash('sha256').update(document.content).digest('base64url');
      const kept = { ...document, digest };
      made.set(key, kept);
      return partOf(key, kept, offset);
    },
  };
}
