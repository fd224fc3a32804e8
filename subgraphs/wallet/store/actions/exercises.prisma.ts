import type { Exercise } from './action-store.ts';
import type { Tx } from '../load-unit-of-work.prisma.ts';
import { integer } from '../rows.ts';

/** Loads the exercises of an action that are not credited, by account, in the order of their booking. */
export async function loadExercises(
  tx: Tx,
  actionId: string,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Exercise[]>> {
  const rows = await tx.exercise.findMany({
    where: { actionId, accountId: { in: [...accountIds] }, creditedOn: null },
    orderBy: [{ accountId: 'asc' }, { sequence: 'asc' }],
  });
  const byAccount = new Map<string, Exercise[]>();
  for (const { accountId, sequence, day, quantity, amountCentavos, costBillionths } of rows) {
    const exercise: Exercise = {
      ...{ actionId, accountId, day, sequence: integer(sequence), quantity: integer(quantity) },
      ...{ amountCentavos: integer(amountCentavos), costBillionths: BigInt(costBillionths.toFixed(0)) },
    };
    const known = byAccount.get(accountId);
    if (known) known.push(exercise);
    else byAccount.set(accountId, [exercise]);
  }
  return byAccount;
}

/** Writes new exercises, and the day on which others were credited. */
export async function writeExercises(
  tx: Tx,
  added: readonly Exercise[],
  credited: readonly (Exercise & { readonly creditedOn: string })[],
): Promise<void> {
  if (added.length > 0)
    await tx.exercise.createMany({
      data: added.map(({ accountId, actionId, day, ...amounts }) => ({
        ...{ accountId, actionId, day },
        sequence: BigInt(amounts.sequence),
        quantity: BigInt(amounts.quantity),
        amountCentavos: BigInt(amounts.amountCentavos),
        costBillionths: String(amounts.costBillionths),
      })),
    });
  if (credited.length === 0) return;
  const rows = credited.map(({ accountId, sequence, creditedOn }) => ({ accountId, sequence, creditedOn }));
  await tx.$executeRaw`
    UPDATE exercise SET credited_on = t."creditedOn"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t("accountId" text, sequence bigint, "creditedOn" text)
    WHERE exercise.account_id = t."accountId" AND exercise.sequence = t.sequence`;
}
