import { z } from 'zod';
import { ENTRY_KINDS, type EntryKind } from '#domain/ledger/entry-kind.ts';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

export { ENTRY_KINDS, type EntryKind };

/** Cash balances after a statement entry. */
const cashSnapshotSchema = z.object({
  availableCentavos: f.centavos,
  /** Owed to the broker; not negative. */
  owedCentavos: f.count,
  reservedCentavos: f.centavos,
  settledCentavos: f.centavos,
  withdrawableCentavos: f.centavos,
  projected: z.array(z.object({ date: f.day, amountCentavos: f.centavos })),
});
export type CashSnapshot = z.infer<typeof cashSnapshotSchema>;

/** A line of an account's statement. */
const statementEntrySchema = z.object({
  entryId: f.id,
  accountId: f.id,
  sequence: f.sequence,
  atMs: f.instantMs,
  kind: z.enum(ENTRY_KINDS),
  description: z.string(),
  /**
   * Signed change of available cash less owed cash; null when only shares move. The balance after it is negative while the account
   * owes.
   */
  amountCentavos: f.centavos.nullable(),
  balanceCentavos: f.centavos,
  ticker: f.ticker.nullable(),
  quantity: z.int().nullable(),
  quantityAfter: f.count.nullable(),
  orderId: f.id.nullable(),
});
export type StatementEntryRecord = z.infer<typeof statementEntrySchema>;

/** A new statement line. `sequence` counts the lines of one account in steps of one: the cursor of the wallet stream. */
const walletFactSchema = z.object({
  v: f.version1,
  accountId: f.id,
  sequence: f.sequence,
  atMs: f.instantMs,
  correlationId: f.id,
  entry: statementEntrySchema,
  cash: cashSnapshotSchema,
});
export type WalletFact = z.infer<typeof walletFactSchema>;
export const walletFactCodec = codecOf<WalletFact>(walletFactSchema);
