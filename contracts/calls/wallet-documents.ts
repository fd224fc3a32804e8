import { z } from 'zod';
import * as f from '../fields.ts';
import type { RpcOf } from './rpc.ts';

const documentAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('DOCUMENT'),
    /** ASCII letters, digits, points and hyphens. */
    fileName: z.string().regex(/^[A-Za-z0-9.-]+$/),
    format: z.enum(['PDF', 'CSV']),
    /** Base64. */
    content: z.string(),
  }),
  /** It does not exist, or belongs to another user. */
  z.object({ outcome: z.literal('NOT_FOUND') }),
  /** Too many documents are being made. */
  z.object({ outcome: z.literal('BUSY') }),
]);
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
      }),
      output: documentAnswer,
    },
    /** The positions of all accounts of a user at the end of a year, for the tax return. */
    yearPositions: {
      input: z.object({ userId: f.id, year: z.int().min(1).max(9999) }),
      output: documentAnswer,
    },
  },
} as const;
export type WalletDocumentsRpc = RpcOf<typeof walletDocumentsRpcContract>;
