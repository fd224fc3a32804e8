import { isSubscription } from '#domain/corporate-actions/subscription-rights.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { toAction } from './action-rows.ts';
import type { WalletActionStore } from './action-store.ts';
import { cursorsOf, type CursorRow } from './cursor-rows.ts';

/** Queries of subscriptions in the database of the wallet. */
export const subscriptionQueries = (
  client: PrismaClient,
): Pick<WalletActionStore, 'holders' | 'uncredited' | 'subscriptionOf' | 'splitsOf'> => ({
  holders: async (ticker, { ownerId, accountId }, limit) =>
    cursorsOf(
      await client.$queryRaw<CursorRow[]>`
        SELECT DISTINCT owner_id, account_id FROM balance JOIN account ON account.id = account_id
        WHERE asset = ${ticker} AND amount <> 0 AND (owner_id, account_id) > (${ownerId}, ${accountId})
        ORDER BY owner_id, account_id LIMIT ${limit}`,
    ),
  uncredited: async (actionId, { ownerId, accountId }, limit) =>
    cursorsOf(
      await client.$queryRaw<CursorRow[]>`
        SELECT DISTINCT owner_id, account_id FROM exercise JOIN account ON account.id = account_id
        WHERE action_id = ${actionId} AND credited_on IS NULL
          AND (owner_id, account_id) > (${ownerId}, ${accountId})
        ORDER BY owner_id, account_id LIMIT ${limit}`,
    ),
  subscriptionOf: async (rightTicker, day) => {
    const row = await client.corporateAction.findFirst({
      where: { kind: 'SUBSCRIPTION', rightTicker, exDate: { lte: day } },
      orderBy: [{ exDate: 'desc' }, { id: 'asc' }],
    });
    const action = row && toAction(row);
    return action && isSubscription(action) ? action : null;
  },
  splitsOf: async (ticker, until) => {
    const where = { ticker, kind: { in: ['SPLIT', 'REVERSE_SPLIT'] }, exDate: { lte: until } };
    return (await client.corporateAction.findMany({ where })).map(toAction);
  },
});
