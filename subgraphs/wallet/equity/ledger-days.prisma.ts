import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { claimsOf, type Claim } from '#domain/ledger/claims.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { toAction } from '../store/actions/action-rows.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { integer } from '../store/rows.ts';
import { ACTION_NUMBERS } from '../store/write-days.prisma.ts';
import { sumsOf } from './day-sums.prisma.ts';
import type { AccountLedger, LedgerDays } from './equity.ts';
import {
  createKnownAccounts,
  missingRanges,
  withSums,
  type KnownAccounts,
  type KnownDays,
} from './known-days.ts';

interface AmountRow {
  readonly account_id: string;
  readonly asset: string;
  readonly amount: bigint;
}

/** Bytes of the sums of accounts that are kept. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Holdings of accounts by day, from the ledger in the wallet's database. DUE amounts have left or reached FREE already. The sums of the
 * accounts that were read last are kept: a day may have thousands of entries, and a further read sums up the new ones alone.
 */
export function createLedgerDays(client: PrismaClient): LedgerDays {
  const known = createKnownAccounts(MAX_BYTES);
  return {
    after: (accountIds, day) =>
      client.$transaction(
        async (tx) => {
          const ids = [...accountIds];
          const accounts = await tx.account.findMany({
            where: { id: { in: ids } },
            select: { id: true, createdAtMs: true, entrySequence: true },
          });
          const owned = await tx.$queryRaw<AmountRow[]>`
            SELECT account_id, asset, sum(amount)::bigint AS amount FROM balance
            WHERE account_id = ANY(${ids}::text[]) AND bucket IN ('FREE', 'RESERVED', 'OWED')
            GROUP BY account_id, asset`;
          const days = await readDays(
            tx,
            known,
            accounts.map(({ id, entrySequence }) => ({ id, sequence: integer(entrySequence) })),
            day,
          );
          const claims = await claimsAfter(tx, ids, day);
          return accounts.map(({ id, createdAtMs }): AccountLedger => ({
            accountId: id,
            openedOn: dayOf(integer(createdAtMs)),
            owned: new Map(
              owned.flatMap(({ account_id, asset, amount }) =>
                account_id === id ? [[asset, integer(amount)] as const] : [],
              ),
            ),
            days: [...(days.get(id)?.days.values() ?? [])].filter((one) => one.day > day),
            claims: claims.get(id) ?? [],
          }));
        },
        { isolationLevel: 'RepeatableRead' },
      ),
  };
}

/** Reads what the sums of accounts lack, and keeps the sums. */
async function readDays(
  tx: Tx,
  known: KnownAccounts,
  accounts: readonly { readonly id: string; readonly sequence: number }[],
  afterDay: string,
): Promise<ReadonlyMap<string, KnownDays>> {
  const read = accounts.map(({ id, sequence }) => {
    const newest = known.get(id);
    // A read that began later may have ended before: its sums have entries that this snapshot lacks.
    const before = newest && newest.sequence <= sequence ? newest : undefined;
    return { before, wanted: { accountId: id, sequence, afterDay } };
  });
  const ranges = read.flatMap(({ before, wanted }) => missingRanges(before, wanted));
  const sums = ranges.length === 0 ? new Map<string, never>() : await sumsOf(tx, ranges);
  const days = new Map<string, KnownDays>();
  for (const { before, wanted } of read) {
    const { accountId } = wanted;
    const after = withSums(before, wanted, sums.get(accountId) ?? []);
    days.set(accountId, after);
    if ((known.get(accountId)?.sequence ?? 0) <= after.sequence) known.set(accountId, after);
  }
  return days;
}

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
