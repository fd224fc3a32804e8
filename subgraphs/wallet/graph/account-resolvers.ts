import { assetIdOf } from '#contracts/graph/asset-id.ts';
import { positionIdOf, readPositionId } from '#contracts/graph/position-id.ts';
import { viewCash } from '#domain/ledger/cash.ts';
import { EMPTY_HOLDING, ownedOf, settledOf } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { averagePrice, NO_COST, type PositionCost } from '#domain/ledger/position.ts';
import { formatCentavos, formatTenThousandths } from '#domain/money/money.ts';
import { connection, pageSize } from '#platform/graphql/pagination.ts';
import { selectsField } from '#platform/graphql/selection.ts';
import { accountModel, ownAccount, stateOf } from './access.ts';
import type { Context } from './context.ts';
import type { AccountStatementArgs, RequireFields, Resolvers } from '../generated/graph.ts';
import type { PositionModel } from './models.ts';
import { instantText, entryCursor, moneyOrNull, projectedOf, readEntryCursor } from './present.ts';
import type { AccountState } from '../store/store.ts';

/** Resolvers of Account and of what it contains. An AccountModel exists only for the account's owner. */
export const accountResolvers = {
  Account: {
    __resolveReference: ({ id }, context) => ownAccount(id, context),
    cash: async ({ id }, _args, context) => {
      const { holdings } = await stateOf(id, context);
      return viewCash(holdings.get(CASH) ?? EMPTY_HOLDING, context.bookingClock().days);
    },
    positions: async ({ id }, { includeClosed }, context) => {
      const positions = positionsOf(await stateOf(id, context));
      return includeClosed ? positions : positions.filter(({ holding }) => ownedOf(holding) > 0);
    },
    position: async ({ id }, { ticker }, context) =>
      positionsOf(await stateOf(id, context)).find((position) => position.ticker === ticker) ?? null,
    walletCursor: async ({ id }, _args, context) =>
      entryCursor('wallet', id, (await stateOf(id, context)).entrySequence),
    statement: async ({ id }, args, context, info) => {
      // The cursor is read before the entries: a newer cursor than list would lose entries.
      if (selectsField(info, 'walletCursor')) await stateOf(id, context);
      return statementOf(id, args, context);
    },
  },
  Position: {
    __resolveReference: ({ id }, context) => ownPosition(id, context),
    id: ({ accountId, ticker }) => positionIdOf(accountId, ticker),
    account: async ({ accountId }, _args, context) =>
      accountModel((await stateOf(accountId, context)).account),
    asset: ({ ticker }) => ({ ticker }),
    quantity: ({ holding }) => ownedOf(holding),
    available: ({ holding }) => holding.free,
    reserved: ({ holding }) => holding.reserved,
    settled: ({ holding }) => settledOf(holding),
    averagePrice: ({ cost, holding }) => formatTenThousandths(averagePrice(cost, ownedOf(holding))),
    cost: ({ cost }) => formatCentavos(cost.costCentavos),
    realizedProfit: ({ cost }) => formatCentavos(cost.realizedCentavos),
  },
  Asset: { id: ({ ticker }) => assetIdOf(ticker) },
  CashBalance: {
    available: ({ availableCentavos }) => formatCentavos(availableCentavos),
    reserved: ({ reservedCentavos }) => formatCentavos(reservedCentavos),
    settled: ({ settledCentavos }) => formatCentavos(settledCentavos),
    withdrawable: ({ withdrawableCentavos }) => formatCentavos(withdrawableCentavos),
    projected: projectedOf,
  },
  StatementEntry: {
    id: ({ entryId }) => entryId,
    at: ({ atMs }) => instantText(atMs),
    amount: ({ amountCentavos }) => moneyOrNull(amountCentavos),
    balance: ({ balanceCentavos }) => formatCentavos(balanceCentavos),
    order: ({ orderId }) => (orderId === null ? null : { id: orderId }),
  },
} satisfies Resolvers;

/** Open and closed positions of an account, by ticker. */
function positionsOf({ account, holdings, costs }: AccountState): PositionModel[] {
  const tickers = [...costs.keys()].sort();
  return tickers.map((ticker) => positionOf(account.id, ticker, holdings.get(ticker), costs.get(ticker)));
}

const positionOf = (
  accountId: string,
  ticker: string,
  holding = EMPTY_HOLDING,
  cost: PositionCost = NO_COST,
): PositionModel => ({ accountId, ticker, holding, cost });

async function ownPosition(id: string, context: Context): Promise<PositionModel | null> {
  const parsed = readPositionId(id);
  const account = parsed && (await ownAccount(parsed.accountId, context));
  if (!account) return null;
  const positions = positionsOf(await stateOf(account.id, context));
  return positions.find((position) => position.ticker === parsed.ticker) ?? null;
}

async function statementOf(
  accountId: string,
  args: RequireFields<AccountStatementArgs, 'first'>,
  context: Context,
) {
  const limit = pageSize(args.first);
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
