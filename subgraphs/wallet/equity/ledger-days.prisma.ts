import { addDays } from '#domain/calendar/days.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { dayOf } from '#domain/calendar/session.ts';
import { claimsOf, type Claim } from '#domain/ledger/claims.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { toAction } from '../store/actions/action-rows.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { integer } from '../store/rows.ts';
import { ACTION_NUMBERS } from '../store/write-days.prisma.ts';
import type { AccountLedger, LedgerDays } from './equity.ts';

interface AmountRow {
  readonly account_id: string;
  readonly asset: string;
  readonly amount: bigint;
}
interface ChangeRow extends AmountRow {
  readonly day: string;
}
interface FlowRow {
  readonly account_id: string;
  readonly day: string;
  readonly flow: bigint;
}

/** Holdings of accounts by day, from the ledger in the wallet's database. DUE amounts have left or reached FREE already. */
export const createLedgerDays = (client: PrismaClient): LedgerDays => ({
  after: (accountIds, day) =>
    client.$transaction(
      async (tx) => {
        const ids = [...accountIds];
        // No entry is before its day, and the index is of times.
        const afterMs = instantOf(addDays(day, 1), 0);
        const accounts = await tx.account.findMany({
          where: { id: { in: ids } },
          select: { id: true, createdAtMs: true },
        });
        const owned = await tx.$queryRaw<AmountRow[]>`
          SELECT account_id, asset, sum(amount)::bigint AS amount FROM balance
          WHERE account_id = ANY(${ids}::text[]) AND bucket IN ('FREE', 'RESERVED', 'OWED')
          GROUP BY account_id, asset`;
        const changes = await tx.$queryRaw<ChangeRow[]>`
          SELECT account_id, day, asset, sum(amount)::bigint AS amount FROM leg
          WHERE account_id = ANY(${ids}::text[]) AND at_ms >= ${afterMs}::bigint AND day > ${day}
            AND bucket IN ('FREE', 'RESERVED', 'OWED')
          GROUP BY account_id, day, asset`;
        const flows = await tx.$queryRaw<FlowRow[]>`
          SELECT account_id, day, sum(CASE kind WHEN 'CUSTODY_TRANSFER'
            THEN round((costing ->> 'costBillionths')::numeric / 10000000) ELSE amount_centavos END)::bigint AS flow
          FROM entry
          WHERE account_id = ANY(${ids}::text[]) AND at_ms >= ${afterMs}::bigint AND day > ${day}
            AND kind IN ('DEPOSIT', 'WITHDRAWAL', 'CUSTODY_TRANSFER')
          GROUP BY account_id, day`;
        const claims = await claimsAfter(tx, ids, day);
        return accounts.map(({ id, createdAtMs }) =>
          ledgerOf(id, dayOf(integer(createdAtMs)), {
            owned: owned.filter((row) => row.account_id === id),
            changes: changes.filter((row) => row.account_id === id),
            flows: flows.filter((row) => row.account_id === id),
            claims: claims.get(id) ?? [],
          }),
        );
      },
      { isolationLevel: 'RepeatableRead' },
    ),
});

interface ClaimRow {
  readonly account_id: string;
  readonly action_id: string;
  readonly quantity: bigint;
  readonly applied_on: string | null;
  readonly tax_centavos: bigint;
  readonly fraction_paid_on: string | null;
}

/** The claims of accounts that were not booked, or whose fraction was not paid, on a day, by account. */
async function claimsAfter(
  tx: Tx,
  accountIds: string[],
  day: string,
): Promise<ReadonlyMap<string, readonly Claim[]>> {
  const rows = await tx.$queryRaw<ClaimRow[]>`
    SELECT entitlement.account_id, entitlement.action_id, entitlement.quantity, applied_on, tax_centavos,
      paid.day AS fraction_paid_on
    FROM entitlement
    LEFT JOIN LATERAL (
      SELECT entry.day FROM trade_result AS result
      JOIN entry ON entry.account_id = result.account_id AND entry.sequence = result.number - ${ACTION_NUMBERS}::int
      WHERE result.account_id = entitlement.account_id AND result.action_id = entitlement.action_id
        AND result.kind = 'ORDINARY' AND fraction_numerator > 0
    ) AS paid ON true
    WHERE entitlement.account_id = ANY(${accountIds}::text[])
      AND (applied_on IS NULL OR applied_on > ${day} OR (fraction_numerator > 0
        AND (fraction_centavos IS NULL OR (fraction_centavos > 0 AND paid.day > ${day}))))`;
  const actionIds = [...new Set(rows.map(({ action_id }) => action_id))];
  const actions = await tx.corporateAction.findMany({ where: { id: { in: actionIds } } });
  const termsById = new Map(actions.map((row) => [row.id, toAction(row)]));
  const claims = new Map<string, Claim[]>();
  for (const row of rows) {
    const terms = termsById.get(row.action_id);
    if (!terms) continue;
    const found = claimsOf({
      terms,
      quantity: integer(row.quantity),
      appliedOn: row.applied_on,
      taxCentavos: integer(row.tax_centavos),
      fractionPaidOn: row.fraction_paid_on,
    });
    claims.set(row.account_id, [...(claims.get(row.account_id) ?? []), ...found]);
  }
  return claims;
}

function ledgerOf(
  accountId: string,
  openedOn: string,
  rows: {
    readonly owned: readonly AmountRow[];
    readonly changes: readonly ChangeRow[];
    readonly flows: readonly FlowRow[];
    readonly claims: readonly Claim[];
  },
): AccountLedger {
  const days = new Map<string, { day: string; changes: Map<string, number>; netFlowCentavos: number }>();
  const dayFor = (day: string) => {
    const known = days.get(day) ?? { day, changes: new Map<string, number>(), netFlowCentavos: 0 };
    days.set(day, known);
    return known;
  };
  for (const { day, asset, amount } of rows.changes) dayFor(day).changes.set(asset, integer(amount));
  for (const { day, flow } of rows.flows) dayFor(day).netFlowCentavos = integer(flow);
  return {
    accountId,
    openedOn,
    owned: new Map(rows.owned.map(({ asset, amount }) => [asset, integer(amount)])),
    days: [...days.values()],
    claims: rows.claims,
  };
}
