import { expect, test } from 'vitest';
import { DOCUMENT_PART_BYTES, type DocumentAnswer } from '#contracts/calls/wallet-documents.ts';
import { createMadeDocuments, type MadeDocument } from './made-documents.ts';

const documentOf = (bytes: number): MadeDocument => ({
  fileName: 'note.csv',
  format: 'CSV',
  content: Buffer.alloc(bytes, 'x'),
});
const bytesOf = (answer: DocumentAnswer | null): number | null =>
  answer?.outcome === 'DOCUMENT' ? Buffer.from(answer.content, 'base64').length : null;

test('keeps a document until its last part has been read', () => {
  const made = createMadeDocuments();
  const size = DOCUMENT_PART_BYTES + 10;
  expect(bytesOf(made.keep('a', documentOf(size), 0))).toBe(DOCUMENT_PART_BYTES);
  expect(made.kept('a', 0)).toBeNull();
  expect(bytesOf(made.kept('a', DOCUMENT_PART_BYTES))).toBe(10);
  expect(made.kept('a', DOCUMENT_PART_BYTES)).toBeNull();
});

test('readers who do not come back hold no more than the bound', () => {
  const made = createMadeDocuments(3 * DOCUMENT_PART_BYTES);
  for (const key of ['a', 'b']) made.keep(key, documentOf(2 * DOCUMENT_PART_BYTES), 0);
  expect(made.kept('a', DOCUMENT_PART_BYTES)).toBeNull();
  expect(bytesOf(made.kept('b', DOCUMENT_PART_BYTES))).toBe(DOCUMENT_PART_BYTES);
});
