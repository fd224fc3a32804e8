import { positionIdOf } from '#contracts/graph/position-id.ts';
import { EMPTY_HOLDING, ownedOf, settledOf } from '#domain/ledger/holding.ts';
import { averagePrice, NO_HELD_POSITION } from '#domain/ledger/position.ts';
import { formatDecimal } from '#domain/money/decimal.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { costCentavosOf } from '#domain/positions/position.ts';
import { accountModel, ownAccount, stateOf } from './access.ts';
import type { Context } from './context.ts';
import { readPositionId } from '#contracts/graph/position-id.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { PositionModel } from './models.ts';

/** Resolvers of Position. */
export const positionResolvers = {
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
    averagePrice: ({ position }) => formatDecimal(averagePrice(position), 4),
    cost: ({ position }) => formatCentavos(costCentavosOf(position)),
    realizedProfit: ({ position }) => formatCentavos(position.realizedCentavos),
    realizedDayTradeProfit: ({ position }) => formatCentavos(position.realizedDayTradeCentavos),
  },
} satisfies Resolvers;

/** Open and closed positions of an account, by ticker: those after its closed days, and the open days as if they ended now. */
export async function positionsOf(accountId: string, context: Context): Promise<readonly PositionModel[]> {
  const { positions } = await context.openDays.load(accountId);
  const state = await stateOf(accountId, context);
  return [...positions.keys()].sort().map((ticker) => ({
    accountId,
    ticker,
    holding: state.holdings.get(ticker) ?? EMPTY_HOLDING,
    position: positions.get(ticker) ?? NO_HELD_POSITION,
  }));
}

async function ownPosition(id: string, context: Context): Promise<PositionModel | null> {
  const parsed = readPositionId(id);
  const account = parsed && (await ownAccount(parsed.accountId, context));
  if (!account) return null;
  const positions = await positionsOf(account.id, context);
  return positions.find((position) => position.ticker === parsed.ticker) ?? null;
}
