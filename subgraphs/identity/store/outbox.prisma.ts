import type { Prisma } from '../generated/prisma/client.ts';

/** A revoked session or API key. */
export interface RevokedRow {
  readonly id: string;
  readonly userId: string;
  readonly relevantUntil: Date;
}

/** Writes the outbox rows of revocations, in the transaction that revokes. */
export async function writeRevocations(
  tx: Prisma.TransactionClient,
  revoked: readonly RevokedRow[],
  revokedAt: Date,
): Promise<void> {
  const data = revoked.map(({ id, ...row }) => ({ credentialId: id, ...row, revokedAt }));
  await tx.outbox.createMany({ data });
}
