import { z } from 'zod';
import * as f from '#contracts/fields.ts';
import { PHASE, phaseOf } from '../../core/codes.ts';
import type { BookOrder, BookSnapshot } from '../../core/book-snapshot.ts';
import { defineInstrumentSchema, setProtectionsSchema } from '../commands.ts';
import { rulesOf } from '../listings/listing-rules.ts';
import type { Order } from '../orders/order.ts';
import {
  bookOrderOf,
  bookOrderSchema,
  captureEnded,
  captureOpen,
  endedOrderOf,
  endedOrderSchema,
  nameOrder,
  openOrderOf,
  openOrderSchema,
  type NamedOrder,
  type OpenOrder,
} from './snapshot-orders.ts';
import { createRecentIds } from '../orders/recent-ids.ts';
import { createState, type ExchangeOptions, type ExchangeState, type Group, type Listing } from '../state.ts';
import { dayNumber } from '../orders/terms.ts';

const integer = z.int().nonnegative();
const cause = z.enum([
  'SCHEDULE',
  'STATIC_TUNNEL',
  'DYNAMIC_TUNNEL',
  'QUANTITY',
  'COMMAND',
  'EXTENSION',
  'HALT',
  'CIRCUIT_BREAKER',
]);

const bookSchema = z.object({
  phase: f.phase,
  lastTicks: integer,
  previousCloseTicks: integer,
  auctionTicks: integer,
  theoreticalTicks: integer,
  theoreticalQuantity: integer,
  bids: z.array(bookOrderSchema),
  asks: z.array(bookOrderSchema),
  callOrders: z.array(bookOrderSchema),
  stops: z.array(bookOrderSchema),
  triggered: z.array(bookOrderSchema),
});

const listingSchema = z.object({
  facts: defineInstrumentSchema,
  own: z.object({ phase: f.phase, cause, endsAtMs: f.instantMs.nullable(), extensions: integer }).nullable(),
  marketDataSequence: f.sequence,
  tradeSequence: f.sequence,
  nextCloseTicks: integer,
  theoreticalAtMs: f.instantMs.nullable(),
  volume: integer,
  volumes: z.array(integer),
  book: bookSchema,
});

const groupSchema = z.object({
  name: f.id,
  phase: f.phase,
  endsAtMs: f.instantMs.nullable(),
  later: z.array(z.object({ phase: f.phase, startsAtMs: f.instantMs, endsAtMs: f.instantMs.nullable() })),
  halt: z.object({ cause: z.enum(['HALT', 'CIRCUIT_BREAKER']), endsAtMs: f.instantMs.nullable() }).nullable(),
  protections: setProtectionsSchema.shape.protections,
  breakerFired: integer,
  closeDelayMs: integer,
});

/**
 * The exchange's state as plain data, in a fixed order of keys. It holds names where the exchange has slots and numbers
 * of its own, so that a restored exchange is captured the same.
 */
export const exchangeSnapshotSchema = z.object({
  tradeDate: f.day,
  lastMs: integer,
  groups: z.array(groupSchema),
  listings: z.array(listingSchema),
  members: z.array(
    z.object({
      name: f.id,
      reportSequence: f.sequence,
      commandIds: z.object({ older: z.array(f.id), younger: z.array(f.id) }),
      /** In order of entry. */
      open: z.array(openOrderSchema),
      /** In order of ending. */
      ended: z.array(endedOrderSchema),
    }),
  ),
});
export type ExchangeSnapshot = z.infer<typeof exchangeSnapshotSchema>;
type BookOfNames = z.infer<typeof bookSchema>;

/** Copies the state; later changes do not reach the copy. */
export const capture = (state: ExchangeState): ExchangeSnapshot => ({
  tradeDate: state.tradeDate,
  lastMs: state.lastMs,
  groups: [...state.groups].map(([name, group]) => captureGroup(name, group)),
  listings: [...state.listings.values()].map((listing) => captureListing(state, listing)),
  members: [...state.members.values()].map((member) => ({
    name: member.name,
    reportSequence: member.reportSequence,
    commandIds: member.commandIds.capture(),
    open: [...member.open.values()].map(captureOpen),
    ended: [...member.ended.values()].map(captureEnded),
  })),
});

const captureGroup = (name: string, group: Group): z.infer<typeof groupSchema> => ({
  name,
  phase: group.phase,
  endsAtMs: group.endsAtMs,
  later: group.later.map(({ phase, startsAtMs, endsAtMs }) => ({ phase, startsAtMs, endsAtMs })),
  halt: group.halt && { cause: group.halt.cause, endsAtMs: group.halt.endsAtMs },
  protections: group.protections as z.infer<typeof groupSchema>['protections'],
  breakerFired: group.breakerFired,
  closeDelayMs: group.closeDelayMs,
});

const captureListing = (state: ExchangeState, listing: Listing): z.infer<typeof listingSchema> => ({
  facts: listing.facts,
  own: listing.own && {
    phase: listing.own.phase,
    cause: listing.own.cause,
    endsAtMs: listing.own.endsAtMs,
    extensions: listing.own.extensions,
  },
  marketDataSequence: listing.marketDataSequence,
  tradeSequence: listing.tradeSequence,
  nextCloseTicks: listing.nextCloseTicks,
  theoreticalAtMs: listing.theoreticalAtMs,
  volume: listing.volume,
  volumes: [...listing.volumes],
  book: withNames(state, listing.book.capture()),
});

function withNames(state: ExchangeState, book: BookSnapshot): BookOfNames {
  const named = (order: BookOrder): NamedOrder => {
    const known = state.orders[order.slot];
    if (!known) throw new Error(`no open order has slot ${order.slot}`);
    return nameOrder(known, order);
  };
  return {
    phase: phaseOf(book.phase),
    lastTicks: book.lastTicks,
    previousCloseTicks: book.previousCloseTicks,
    auctionTicks: book.auctionTicks,
    theoreticalTicks: book.theoreticalTicks,
    theoreticalQuantity: book.theoreticalQuantity,
    bids: book.bids.map(named),
    asks: book.asks.map(named),
    callOrders: book.callOrders.map(named),
    stops: book.stops.map(named),
    triggered: book.triggered.map(named),
  };
}

/**
 * Makes the state of a snapshot.
 * @throws Error when a book names an order that no member has open
 */
export function restore(snapshot: ExchangeSnapshot, options: ExchangeOptions): ExchangeState {
  const state = createState(options);
  state.tradeDate = snapshot.tradeDate;
  state.lastMs = snapshot.lastMs;
  for (const { name, ...group } of snapshot.groups) state.groups.set(name, group);
  for (const { name, reportSequence, commandIds, open, ended } of snapshot.members) {
    state.members.set(name, {
      name,
      reportSequence,
      commandIds: createRecentIds(options.limits.commandIds, commandIds),
      open: new Map(open.map((order) => [order.orderId, reopen(state, name, order)])),
      ended: new Map(ended.map((order) => [order.orderId, endedOrderOf(name, order)])),
    });
  }
  for (const { book, ...listing } of snapshot.listings)
    state.listings.set(listing.facts.ticker, { ...listing, book: restoreBook(state, listing, book) });
  return state;
}

function reopen(state: ExchangeState, member: string, order: OpenOrder): Order {
  const slot = state.pool.take();
  const restored = openOrderOf(member, slot, order);
  state.orders[slot] = restored;
  return restored;
}

function restoreBook(
  state: ExchangeState,
  { facts, volumes }: Pick<Listing, 'facts' | 'volumes'>,
  { phase, bids, asks, callOrders, stops, triggered, ...prices }: BookOfNames,
): Listing['book'] {
  const withSlots = (orders: readonly NamedOrder[]): BookOrder[] =>
    orders.map((named) => {
      const [member, orderId] = named;
      const order = state.members.get(member)?.open.get(orderId);
      if (!order) throw new Error(`the order ${orderId} of ${member} is not open`);
      return bookOrderOf(named, order.slot, state.investors.take(member, order.investorId));
    });
  const book: BookSnapshot = {
    ...prices,
    phase: PHASE[phase],
    bids: withSlots(bids),
    asks: withSlots(asks),
    callOrders: withSlots(callOrders),
    stops: withSlots(stops),
    triggered: withSlots(triggered),
  };
  const tradeDay = dayNumber(state.tradeDate);
  return state.options.book(state.pool, state.ring, rulesOf(state, facts, volumes), {
    book,
    tradeDay,
  });
}
