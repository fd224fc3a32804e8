import type { PrismaClient } from '../generated/prisma/client.ts';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
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
      SELECT balance.account_id, last.owed_centavos AS owed
      FROM balance CROSS JOIN LATERAL (
        SELECT owed_centavos FROM entry WHERE entry.account_id = balance.account_id AND entry.day <= ${day}
        ORDER BY sequence DESC LIMIT 1) AS last
      WHERE bucket = 'OWED' AND balance.account_id > ${after} AND last.owed_centavos > 0
      ORDER BY balance.account_id LIMIT ${limit}`;
    return rows.map(({ account_id, owed }) => ({ accountId: account_id, owedCentavos: integer(owed) }));
  },
});

/** Accounts that are charged for a day. */
export async function loadChargedDebits(
  tx: SqlClient,
  accountIds: readonly string[],
  day: string,
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ account_id: string }[]>`
    SELECT account_id FROM debit_charge WHERE account_id = ANY(${[...accountIds]}::text[]) AND day = ${day}`;
  return new Set(rows.map((row) => row.account_id));
}

export async function writeDebitCharges(tx: SqlClient, charges: readonly ChargedDebit[]): Promise<void> {
  if (charges.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO debit_charge (account_id, day, owed_centavos, amount_centavos, price, sequence)
    SELECT t."accountId", t.day, t."owedCentavos", t."amountCentavos", t.price, t.sequence
    FROM json_to_recordset(${JSON.stringify(charges)}::json) AS t("accountId" text, day text, "owedCentavos" bigint,
      "amountCentavos" bigint, price jsonb, sequence bigint)`;
}
