import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import type { Exercise } from './action-store.ts';
import { integer } from '../rows.ts';

interface ExerciseRow {
  readonly account_id: string;
  readonly sequence: bigint;
  readonly day: string;
  readonly quantity: bigint;
  readonly amount_centavos: bigint;
  readonly cost_billionths: string;
}

/** Loads the exercises of an action that are not credited, by account, in the order of their booking. */
export async function loadExercises(
  tx: SqlClient,
  actionId: string,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Exercise[]>> {
  const rows = await tx.$queryRaw<ExerciseRow[]>`
    SELECT account_id, sequence, day, quantity, amount_centavos, cost_billionths::text AS cost_billionths FROM exercise
    WHERE action_id = ${actionId} AND account_id = ANY(${[...accountIds]}::text[]) AND credited_on IS NULL
    ORDER BY account_id, sequence`;
  const byAccount = new Map<string, Exercise[]>();
  for (const { account_id: accountId, sequence, day, quantity, amount_centavos, cost_billionths } of rows) {
    const exercise: Exercise = {
      ...{ actionId, accountId, day, sequence: integer(sequence), quantity: integer(quantity) },
      ...{ amountCentavos: integer(amount_centavos), costBillionths: BigInt(cost_billionths) },
    };
    const known = byAccount.get(accountId);
    if (known) known.push(exercise);
    else byAccount.set(accountId, [exercise]);
  }
  return byAccount;
}

/** Writes new exercises, and the day on which others were credited. */
export async function writeExercises(
  tx: SqlClient,
  added: readonly Exercise[],
  credited: readonly (Exercise & { readonly creditedOn: string })[],
): Promise<void> {
  if (added.length > 0) {
    const rows = added.map((exercise) => ({ ...exercise, costBillionths: String(exercise.costBillionths) }));
    await tx.$executeRaw`
      INSERT INTO exercise (account_id, sequence, action_id, day, quantity, amount_centavos, cost_billionths)
      SELECT t."accountId", t.sequence, t."actionId", t.day, t.quantity, t."amountCentavos", t."costBillionths"
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t("accountId" text, sequence bigint, "actionId" text,
        day text, quantity bigint, "amountCentavos" bigint, "costBillionths" numeric)`;
  }
  if (credited.length === 0) return;
  const rows = credited.map(({ accountId, sequence, creditedOn }) => ({ accountId, sequence, creditedOn }));
  await tx.$executeRaw`
    UPDATE exercise SET credited_on = t."creditedOn"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t("accountId" text, sequence bigint, "creditedOn" text)
    WHERE exercise.account_id = t."accountId" AND exercise.sequence = t.sequence`;
}
