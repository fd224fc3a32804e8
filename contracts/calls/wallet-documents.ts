import { z } from 'zod';
import * as f from '../fields.ts';
import type { RpcOf } from './rpc.ts';

const documentAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('DOCUMENT'),
    /** ASCII letters, digits, points and hyphens. */
    fileName: z.string().regex(/^[A-Za-z0-9.-]+$/),
    format: z.enum(['PDF', 'CSV']),
    /** Bytes of the whole document. */
    size: z.int().nonnegative(),
    /** SHA-256 of the whole document: parts with another one do not belong together. */
    digest: z.string(),
    /** Base64 of the part that begins at the offset, of at most DOCUMENT_PART_BYTES. */
    content: z.string(),
  }),
  /** It does not exist, or belongs to another user. */
  z.object({ outcome: z.literal('NOT_FOUND') }),
  /** Too many documents are being made. */
  z.object({ outcome: z.literal('BUSY') }),
]);
/** A document is read in parts: a slow reader holds one of them in the gateway. */
export const DOCUMENT_PART_BYTES = 128 * 1024;

/** First byte of the requested part. */
const offset = z.int().nonnegative();

export type DocumentAnswer = z.infer<typeof documentAnswer>;

/** Calls of the gateway, which serves the documents to their owner. */
export const walletDocumentsRpcContract = {
  service: 'wallet-documents',
  methods: {
    /** A brokerage note by its global id. A provisional note has no document. */
    note: {
      input: z.object({
        userId: f.id,
        clientName: z.string(),
        noteId: z.string(),
        format: z.enum(['PDF', 'CSV']),
        offset,
      }),
      output: documentAnswer,
    },
    /** The positions of all accounts of a user at the end of a year, for the tax return. */
    yearPositions: {
      input: z.object({ userId: f.id, year: z.int().min(1).max(9999), offset }),
      output: documentAnswer,
    },
  },
} as const;
export type WalletDocumentsRpc = RpcOf<typeof walletDocumentsRpcContract>;
