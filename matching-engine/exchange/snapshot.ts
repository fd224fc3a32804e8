import { z } from 'zod';
import * as f from '#contracts/fields.ts';
import { defineInstrumentSchema } from './commands.ts';
import type { Order } from './order.ts';
import { createPriceLevelBook } from './price-level-book.ts';
import { createRecentIds } from './recent-ids.ts';
import { createState, listingOf, type ExchangeState, type Listing, type MemoryLimits } from './state.ts';

const orderSchema = z.object({
  member: f.id,
  orderId: f.id,
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  orderType: f.orderType,
  timeInForce: f.timeInForce,
  correlationId: f.id,
  status: f.orderStatus,
  quantity: f.quantity,
  filledQuantity: f.count,
  limitPriceTicks: f.priceTicks.nullable(),
  priority: f.count,
});

/** The core's state as plain data, in a fixed order of keys. Version 1. */
export const exchangeSnapshotSchema = z.object({
  v: f.version1,
  tradeDate: f.day,
  priority: f.count,
  phases: z.array(z.tuple([z.string(), f.phase])),
  listings: z.array(
    z.object({
      facts: defineInstrumentSchema,
      marketDataSequence: f.sequence,
      tradeSequence: f.sequence,
      lastTradeTicks: f.priceTicks.nullable(),
      previousCloseTicks: f.priceTicks.nullable(),
    }),
  ),
  members: z.array(
    z.object({
      name: f.id,
      reportSequence: f.sequence,
      commandIds: z.object({ older: z.array(f.id), younger: z.array(f.id) }),
      /** In order of entry; the book follows from their priorities. */
      open: z.array(orderSchema),
      /** In order of ending. */
      ended: z.array(orderSchema),
    }),
  ),
});
export type ExchangeSnapshot = z.infer<typeof exchangeSnapshotSchema>;

/** Copies the state; later changes do not reach the copy. */
export const capture = (state: ExchangeState): ExchangeSnapshot => ({
  v: 1,
  tradeDate: state.tradeDate,
  priority: state.priority,
  phases: [...state.phases],
  listings: [...state.listings.values()].map((listing) => ({
    facts: listing.facts,
    marketDataSequence: listing.marketDataSequence,
    tradeSequence: listing.tradeSequence,
    lastTradeTicks: listing.lastTradeTicks,
    previousCloseTicks: listing.previousCloseTicks,
  })),
  members: [...state.members.values()].map((member) => ({
    name: member.name,
    reportSequence: member.reportSequence,
    commandIds: member.commandIds.capture(),
    open: [...member.open.values()].map(copyOrder),
    ended: [...member.ended.values()].map(copyOrder),
  })),
});

const copyOrder = (order: Order): Order => ({ ...order });

/** Makes the state of a snapshot. */
export function restore(snapshot: ExchangeSnapshot, limits: MemoryLimits): ExchangeState {
  const state = createState(limits);
  state.tradeDate = snapshot.tradeDate;
  state.priority = snapshot.priority;
  for (const [group, phase] of snapshot.phases) state.phases.set(group, phase);
  for (const listing of snapshot.listings) {
    const restored: Listing = { ...listing, book: createPriceLevelBook() };
    state.listings.set(listing.facts.ticker, restored);
  }
  for (const { name, reportSequence, commandIds, open, ended } of snapshot.members) {
    state.members.set(name, {
      name,
      reportSequence,
      commandIds: createRecentIds(limits.commandIds, commandIds),
      open: byId(open),
      ended: byId(ended),
    });
  }
  fillBooks(state);
  return state;
}

const byId = (orders: readonly Order[]): Map<string, Order> =>
  new Map(orders.map((order) => [order.orderId, copyOrder(order)]));

/** Every open order rests; queues stand in order of priority. */
function fillBooks(state: ExchangeState): void {
  const resting = [...state.members.values()].flatMap((member) => [...member.open.values()]);
  resting.sort((a, b) => a.priority - b.priority);
  for (const order of resting) listingOf(state, order.ticker).book.add(order);
}
