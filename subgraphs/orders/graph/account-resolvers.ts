import { snapshotOf } from '#domain/orders/lifecycle/order-record.ts';
import { isClientId } from '#domain/client-id.ts';
import { connection, pageSize } from '#platform/graphql/resolvers/pagination.ts';
import { checkInstants, instantOf } from '#platform/graphql/resolvers/period.ts';
import { selectsField } from '#platform/graphql/resolvers/selection.ts';
import { ownAccount } from './access.ts';
import type { AccountOrdersArgs, Resolvers } from '../generated/graph.ts';
import { orderModel } from './models.ts';
import { listCursor, readListCursor, streamCursor } from './present.ts';
import type { OrderQuery } from '../store/store.ts';

/** The fields that orders adds to an account. */
export const accountResolvers = {
  Account: {
    __resolveReference: ({ id }, context) => (context.caller ? ownAccount(id, context) : null),
    ordersCursor: async ({ id }, _args, { lastSequences }) => streamCursor(id, await lastSequences.load(id)),
    orderByClientOrderId: async ({ id: accountId }, { clientOrderId: clientId }, { byClientOrderIds }) => {
      if (!isClientId(clientId)) return null;
      const stored = await byClientOrderIds.load({ accountId, clientId });
      return stored && !stored.reserving ? orderModel(snapshotOf(stored.order)) : null;
    },
    orders: async ({ id }, args, { pages, lastSequences }, info) => {
      checkInstants(args);
      const limit = pageSize(args.first);
      const after = args.after === null || args.after === undefined ? null : readListCursor(id, args.after);
      const query = queryOf(id, args);
      if (selectsField(info, 'ordersCursor')) await lastSequences.load(id);
      const rows = await pages.load({ query, after, limit: limit + 1 });
      const page = connection(
        rows.map((order) => orderModel(snapshotOf(order))),
        { limit, cursorOf: listCursor, hasPrevious: after !== null },
      );
      return { ...page, query };
    },
  },
  OrderConnection: {
    edges: ({ edges }) => [...edges],
    nodes: ({ nodes }) => [...nodes],
    totalCount: ({ query }, _args, { counts }) => counts.load(query),
  },
} satisfies Resolvers;

const queryOf = (accountId: string, args: AccountOrdersArgs): OrderQuery => ({
  accountId,
  statuses: args.status ?? null,
  ticker: args.ticker ?? null,
  side: args.side ?? null,
  fromMs: instantOf(args.from),
  toMs: instantOf(args.to),
});
