import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { integer } from '../store/rows.ts';
import type { ChargedDebit, Debits } from './debits.ts';

interface DebitRow {
  readonly account_id: string;
  readonly owed: bigint;
}

/** Id of the only row of the progress. */
const PROGRESS_ID = 1;

/** The debit balances in the database of the wallet. */
export const createDebits = (client: PrismaClient): Debits => ({
  chargedUntil: async () =>
    (await client.debitProgress.findUnique({ where: { id: PROGRESS_ID } }))?.day ?? null,
  setChargedUntil: async (day) => {
    await client.$executeRaw`
      INSERT INTO debit_progress (id, day) VALUES (${PROGRESS_ID}, ${day})
      ON CONFLICT (id) DO UPDATE SET day = greatest(debit_progress.day, excluded.day)`;
  },
  owedAtEndOf: async (day, after, limit) => {
    const rows = await client.$queryRaw<DebitRow[]>`
      SELECT balance.account_id, (last.cash->>'owedCentavos')::bigint AS owed
      FROM balance CROSS JOIN LATERAL (
        SELECT cash FROM entry WHERE entry.account_id = balance.account_id AND entry.day <= ${day}
        ORDER BY sequence DESC LIMIT 1) AS last
      WHERE bucket = 'OWED' AND balance.account_id > ${after} AND (last.cash->>'owedCentavos')::bigint > 0
      ORDER BY balance.account_id LIMIT ${limit}`;
    return rows.map(({ account_id, owed }) => ({ accountId: account_id, owedCentavos: integer(owed) }));
  },
});

/** Accounts that are charged for a day. */
export async function loadChargedDebits(
  tx: Tx,
  accountIds: readonly string[],
  day: string,
): Promise<ReadonlySet<string>> {
  const rows = await tx.debitCharge.findMany({
    where: { accountId: { in: [...accountIds] }, day },
    select: { accountId: true },
  });
  return new Set(rows.map(({ accountId }) => accountId));
}

export async function writeDebitCharges(tx: Tx, charges: readonly ChargedDebit[]): Promise<void> {
  if (charges.length === 0) return;
  await tx.debitCharge.createMany({
    data: charges.map(({ accountId, day, price, ...amounts }) => ({
      ...{ accountId, day, price },
      owedCentavos: BigInt(amounts.owedCentavos),
      amountCentavos: BigInt(amounts.amountCentavos),
      sequence: BigInt(amounts.sequence),
    })),
  });
}
