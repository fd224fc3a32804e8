import type { EngineOrder, EngineRpc } from '#contracts/calls/engine.ts';
import type { ExchangeCommand } from '../exchange/commands.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { copyKnownFields, leavesQuantity, type KnownOrder } from '../exchange/orders/order.ts';
import { targetPhase } from '../exchange/phases/listing-phase.ts';
import { phaseOf } from '../exchange/state.ts';
import type { Journal } from '../journal/journal.ts';
import type { Pipeline } from './pipeline.ts';
import { CASH_GROUP } from './schedule/phase-schedule.ts';

/** Answers auditors from the state between two groups of commands, and submits operators' calls as commands. */
export const createEngineCalls = (exchange: Exchange, journal: Journal, pipeline: Pipeline): EngineRpc => {
  const submit = async (...commands: readonly ExchangeCommand[]): Promise<null> => {
    await pipeline.submit(commands);
    return null;
  };
  return {
    ...auditorCalls(exchange, journal, pipeline),
    publishBooks: ({ tickers }) =>
      submit(...tickers.map((ticker) => ({ v: 1, type: 'PUBLISH_BOOK', ticker }) as const)),
    publishPosition: async ({ member }) => {
      await pipeline.publishPosition(member);
      return null;
    },
    renumber: async ({ member, ...numbers }) => {
      await submit({ v: 1, type: 'RENUMBER', forMember: member, ...numbers });
      return { journalId: journal.id };
    },
    halt: (call) => submit({ v: 1, type: 'HALT', group: CASH_GROUP, ...call }),
    resume: (call) => submit({ v: 1, type: 'RESUME', group: CASH_GROUP, ...call }),
    startAuction: (call) => submit({ v: 1, type: 'START_AUCTION', ...call }),
    publishIndexValue: (call) => submit({ v: 1, type: 'INDEX_VALUE', group: CASH_GROUP, ...call }),
  };
};

const auditorCalls = (
  exchange: Exchange,
  journal: Journal,
  pipeline: Pipeline,
): Pick<EngineRpc, 'openOrders' | 'orderStates' | 'stateHash' | 'phases'> => ({
  openOrders: async ({ member }) =>
    [...exchange.state.members.values()]
      .filter(({ name }) => member === null || name === member)
      .flatMap(({ open }) => [...open.values()].map(answerOf)),
  orderStates: async ({ member }) => {
    const known = exchange.state.members.get(member);
    return known ? [...known.open.values(), ...known.ended.values()].map(answerOf) : [];
  },
  phases: async ({ ticker }) =>
    [...exchange.state.listings.values()]
      .filter(({ facts }) => ticker === null || facts.ticker === ticker)
      .map((listing) => {
        const { cause, isOfMarket = false } = targetPhase(exchange.state, listing);
        return { ticker: listing.facts.ticker, phase: phaseOf(listing), cause, isOfMarket };
      }),
  stateHash: async () => ({
    stateHash: exchange.stateHash(),
    commands: journal.lastIndex(),
    confirmedCommands: pipeline.confirmedIndex(),
  }),
});

const answerOf = (order: KnownOrder): EngineOrder =>
  Object.assign(copyKnownFields(order), { member: order.member, leavesQuantity: leavesQuantity(order) });
