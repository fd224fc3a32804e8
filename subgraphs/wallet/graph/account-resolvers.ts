import { assetIdOf } from '#contracts/graph/asset-id.ts';
import { dateTime, hundredthsOrNull } from '#contracts/graph/present.ts';
import { viewCash } from '#domain/ledger/cash.ts';
import { EMPTY_HOLDING, ownedOf } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { connection, pageSize } from '#platform/graphql/resolvers/pagination.ts';
import { checkPeriod } from '#platform/graphql/resolvers/period.ts';
import { selectsField } from '#platform/graphql/resolvers/selection.ts';
import { ownAccount, stateOf } from './access.ts';
import type { Context } from './context.ts';
import type { AccountStatementArgs, RequireFields, Resolvers } from '../generated/graph.ts';
import { noteResolvers, notesOf, storedModel } from './note-resolvers.ts';
import { positionResolvers, positionsOf } from './positions.ts';
import { resultResolvers, resultsOf } from './result-resolvers.ts';
import { cashIdOf, entryCursor, projectedOf, readEntryCursor } from './present.ts';

/** Resolvers of Account and of what it contains. An AccountModel exists only for the account's owner. */
export const accountResolvers = {
  ...positionResolvers,
  ...noteResolvers,
  ...resultResolvers,
  Account: {
    __resolveReference: ({ id }, context) => ownAccount(id, context),
    cash: async ({ id }, _args, context) => {
      const { holdings } = await stateOf(id, context);
      const cash = viewCash(holdings.get(CASH) ?? EMPTY_HOLDING, context.bookingClock().days);
      return { accountId: id, ...cash };
    },
    positions: async ({ id }, { includeClosed }, context) => {
      const positions = await positionsOf(id, context);
      return includeClosed ? [...positions] : positions.filter(({ holding }) => ownedOf(holding) > 0);
    },
    position: async ({ id }, { ticker }, context) => {
      const positions = await positionsOf(id, context);
      return positions.find((position) => position.ticker === custodyTickerOf(ticker)) ?? null;
    },
    walletCursor: async ({ id }, _args, context) =>
      entryCursor('wallet', id, (await stateOf(id, context)).entrySequence),
    statement: async ({ id }, args, context, info) => {
      // The cursor is read before the entries: a newer cursor than list would lose entries.
      if (selectsField(info, 'walletCursor')) await stateOf(id, context);
      return statementOf(id, args, context);
    },
    notes: ({ id }, args, context) => notesOf(id, args, context),
    results: ({ id }, args, context) =>
      resultsOf({ ...args, scope: `results:${id}`, accountIds: [id] }, context),
    equity: async ({ id }, { from, to }, context) => [...(await context.equity.of(id, from, to))],
  },
  Asset: { id: ({ ticker }) => assetIdOf(ticker) },
  CashBalance: {
    id: ({ accountId }) => cashIdOf(accountId),
    available: ({ availableCentavos }) => formatCentavos(availableCentavos),
    owed: ({ owedCentavos }) => formatCentavos(owedCentavos),
    reserved: ({ reservedCentavos }) => formatCentavos(reservedCentavos),
    settled: ({ settledCentavos }) => formatCentavos(settledCentavos),
    withdrawable: ({ withdrawableCentavos }) => formatCentavos(withdrawableCentavos),
    projected: projectedOf,
  },
  StatementEntry: {
    id: ({ entryId }) => entryId,
    at: ({ atMs }) => dateTime(atMs),
    amount: ({ amountCentavos }) => hundredthsOrNull(amountCentavos),
    balance: ({ balanceCentavos }) => formatCentavos(balanceCentavos),
    order: ({ orderId }) => (orderId === null ? null : { id: orderId }),
    note: async ({ accountId, sequence }, _args, context) => {
      const note = await context.entryNotes.load({ accountId, sequence });
      return note && storedModel(note);
    },
  },
} satisfies Resolvers;

async function statementOf(
  accountId: string,
  args: RequireFields<AccountStatementArgs, 'first'>,
  context: Context,
) {
  const limit = pageSize(args.first);
  checkPeriod(args.from, args.to);
  const after = args.after ?? null;
  const rows = await context.statements.load({
    accountId,
    from: args.from ?? null,
    to: args.to ?? null,
    kinds: args.kinds ?? null,
    beforeSequence: after === null ? null : readEntryCursor('statement', accountId, after),
    limit: limit + 1,
  });
  const page = connection(rows, {
    limit,
    cursorOf: (entry) => entryCursor('statement', accountId, entry.sequence),
    hasPrevious: after !== null,
  });
  return { ...page, edges: [...page.edges], nodes: [...page.nodes] };
}
