import type { EngineOrder, EngineRpc } from '#contracts/rpc.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { leavesQuantity, type KnownOrder } from '../exchange/order.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sequencer } from './sequencer.ts';

/** Answers the calls of auditors and operators from the core as it stands between two groups. */
export const createEngineCalls = (exchange: Exchange, journal: Journal, sequencer: Sequencer): EngineRpc => ({
  openOrders: async ({ member }) =>
    [...exchange.state.members.values()]
      .filter(({ name }) => member === null || name === member)
      .flatMap(({ open }) => [...open.values()].map(answerOf)),
  orderStates: async ({ member }) => {
    const known = exchange.state.members.get(member);
    return known ? [...known.open.values(), ...known.ended.values()].map(answerOf) : [];
  },
  stateHash: async () => ({
    stateHash: exchange.stateHash(),
    commands: journal.lastIndex(),
    confirmedCommands: sequencer.confirmedIndex(),
  }),
  publishBooks: async ({ tickers }) => {
    await sequencer.submit(tickers.map((ticker) => ({ v: 1, type: 'PUBLISH_BOOK', ticker })));
    return null;
  },
});

const answerOf = (order: KnownOrder): EngineOrder => ({
  member: order.member,
  orderId: order.orderId,
  accountId: order.accountId,
  ticker: order.ticker,
  side: order.side,
  status: order.status,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  leavesQuantity: leavesQuantity(order),
  limitPriceTicks: order.limitPriceTicks,
});
