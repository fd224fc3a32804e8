import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import type { CorporateActionModel } from '../../generated/prisma/models.ts';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import type { OpenAction, WalletActionStore } from './action-store.ts';
import { cursorsOf, type CursorRow } from './cursor-rows.ts';
import { subscriptionQueries } from './subscriptions.prisma.ts';
import { toAction } from './action-rows.ts';

/**
 * Accounts and assets whose reverse split has its ex-day until a day and is not booked, as `ACCOUNT ASSET`. Before the
 * entitlements are taken, all accounts wait for it.
 */
export async function loadReverseSplits(
  tx: SqlClient,
  accountIds: readonly string[],
  assets: readonly string[],
  day: string,
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ account_id: string; ticker: string }[]>`
    SELECT t.account_id, action.ticker
    FROM corporate_action AS action CROSS JOIN unnest(${[...accountIds]}::text[]) AS t(account_id)
    WHERE kind = 'REVERSE_SPLIT' AND state <> 'DONE' AND ex_date <= ${day} AND ticker = ANY(${[...assets]}::text[])
      AND (state = 'DECLARED' OR EXISTS (SELECT 1 FROM entitlement AS e
        WHERE e.action_id = action.id AND e.account_id = t.account_id AND e.applied_on IS NULL))`;
  return new Set(rows.map(({ account_id, ticker }) => `${account_id} ${ticker}`));
}

/** The corporate actions in the database of the wallet. */
export const actionQueries = (client: PrismaClient): WalletActionStore => ({
  saveActions: async (actions) => {
    for (const action of actions) await saveAction(client, action);
  },
  openActions: async () => {
    const rows = await client.corporateAction.findMany({
      where: { state: { not: 'DONE' } },
      orderBy: [{ recordDate: 'asc' }, { id: 'asc' }],
    });
    return rows.map(toOpenAction);
  },
  takeEntitlements: (action) =>
    client.$transaction(async (tx) => {
      await tx.$executeRaw`
        INSERT INTO entitlement (action_id, account_id, owner_id, quantity)
        SELECT ${action.id}, held.account_id, account.owner_id, held.quantity
        FROM (
          SELECT account_id, sum(quantity)::bigint AS quantity
          FROM (
            SELECT account_id, CASE side WHEN 'BUY' THEN quantity ELSE -quantity END AS quantity FROM trade
            WHERE custody_ticker = ${action.ticker} AND trade_date <= ${action.recordDate}
            UNION ALL
            SELECT account_id, (costing->>'quantity')::bigint FROM entry
            WHERE ticker = ${action.ticker} AND costing IS NOT NULL AND costing->>'day' <= ${action.recordDate}
          ) AS change
          GROUP BY account_id HAVING sum(quantity) > 0
        ) AS held JOIN account ON account.id = held.account_id
        ON CONFLICT (action_id, account_id) DO UPDATE SET quantity = excluded.quantity
        WHERE entitlement.applied_on IS NULL`;
      await tx.corporateAction.updateMany({
        where: { id: action.id, state: 'DECLARED' },
        data: { state: 'ENTITLED' },
      });
    }),
  unapplied: async (actionId, { ownerId, accountId }, limit) =>
    cursorsOf(
      await client.$queryRaw<CursorRow[]>`
        SELECT owner_id, account_id FROM entitlement
        WHERE action_id = ${actionId} AND applied_on IS NULL AND (owner_id, account_id) > (${ownerId}, ${accountId})
        ORDER BY owner_id, account_id LIMIT ${limit}`,
    ),
  unpaidFractions: async (actionId, { ownerId, accountId }, limit) =>
    cursorsOf(
      await client.$queryRaw<CursorRow[]>`
        SELECT owner_id, account_id FROM entitlement
        WHERE action_id = ${actionId} AND applied_on IS NOT NULL AND fraction_numerator > 0
          AND fraction_centavos IS NULL AND (owner_id, account_id) > (${ownerId}, ${accountId})
        ORDER BY owner_id, account_id LIMIT ${limit}`,
    ),
  actionsOn: async (ticker, exDate) =>
    (await client.corporateAction.findMany({ where: { ticker, exDate } })).map(toAction),
  awaitsReverseSplit: async (accountId, asset, day) =>
    (await loadReverseSplits(client, [accountId], [asset], day)).size > 0,
  ...subscriptionQueries(client),
  finishAction: async ({ id, version }) => {
    await client.corporateAction.updateMany({ where: { id, version }, data: { state: 'DONE' } });
  },
});

/** A changed action is open again: its payment day or the sale of its fractions may be new. */
async function saveAction(client: PrismaClient, action: DeclaredAction): Promise<void> {
  const { fractionSale, rights, id, version, ...terms } = action;
  const data = {
    ...terms,
    rightTicker: rights?.ticker ?? null,
    receiptTicker: rights?.receiptTicker ?? null,
    rightsTradeFrom: rights?.tradesFrom ?? null,
    rightsTradeUntil: rights?.tradesUntil ?? null,
    exercisesUntil: rights?.exercisesUntil ?? null,
    version,
    fractionsPaidOn: fractionSale?.paysOn ?? null,
    fractionPrice: fractionSale?.price ?? null,
  };
  const inserted = await client.corporateAction.createMany({
    data: [{ id, state: 'DECLARED', ...data }],
    skipDuplicates: true,
  });
  if (inserted.count > 0) return;
  const older = { id, version: { lt: version } };
  await client.corporateAction.updateMany({
    where: { ...older, state: 'DONE' },
    data: { ...data, state: 'ENTITLED' },
  });
  await client.corporateAction.updateMany({ where: older, data });
}

/** Only this adapter writes the columns, so the casts to domain types are safe. */
const toOpenAction = (row: CorporateActionModel): OpenAction => ({
  ...toAction(row),
  state: row.state as OpenAction['state'],
});
