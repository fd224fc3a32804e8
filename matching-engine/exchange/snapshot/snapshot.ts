import { z } from 'zod';
import * as f from '#contracts/fields.ts';
import { PHASE, phaseOf } from '../../core/codes.ts';
import type { BookOrder, BookSnapshot } from '../../core/book-snapshot.ts';
import { defineInstrumentSchema, setProtectionsSchema } from '../commands.ts';
import { rulesOf } from '../listings/listing-rules.ts';
import {
  copyKnownFields,
  copyOpenFields,
  knownFieldsSchema,
  openFieldsSchema,
  type OpenFields,
  type Order,
} from '../orders/order.ts';
import { bookOrderOf, namedOrderOf, namedOrderSchema, type NamedOrder } from './book-orders.ts';
import { createRecentIds } from '../orders/recent-ids.ts';
import { createState, type ExchangeOptions, type ExchangeState, type Group, type Listing } from '../state.ts';
import { dayNumber } from '../orders/terms.ts';

const integer = z.int().nonnegative();

const bookSchema = z.object({
  phase: f.phase,
  lastTicks: integer,
  previousCloseTicks: integer,
  auctionTicks: integer,
  theoreticalTicks: integer,
  theoreticalQuantity: integer,
  bids: z.array(namedOrderSchema),
  asks: z.array(namedOrderSchema),
  callOrders: z.array(namedOrderSchema),
  stops: z.array(namedOrderSchema),
  triggered: z.array(namedOrderSchema),
});

const listingSchema = z.object({
  facts: defineInstrumentSchema,
  own: z
    .object({ phase: f.phase, cause: f.phaseCause, endsAtMs: f.instantMs.nullable(), extensions: integer })
    .nullable(),
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
  sequenceFloor: f.sequence,
  groups: z.array(groupSchema),
  listings: z.array(listingSchema),
  members: z.array(
    z.object({
      name: f.id,
      reportSequence: f.sequence,
      commandNumber: f.sequence,
      commandIds: z.object({ older: z.array(f.id), younger: z.array(f.id) }),
      /** Open orders, in order of entry. */
      open: z.array(openFieldsSchema),
      /** Ended orders, in order of ending. */
      ended: z.array(knownFieldsSchema),
    }),
  ),
});
export type ExchangeSnapshot = z.infer<typeof exchangeSnapshotSchema>;
type NamedBook = z.infer<typeof bookSchema>;

/** A copy of the state as plain data; later changes of the state do not change it. */
export const capture = (state: ExchangeState): ExchangeSnapshot => ({
  tradeDate: state.tradeDate,
  lastMs: state.lastMs,
  sequenceFloor: state.sequenceFloor,
  groups: [...state.groups].map(([name, group]) => captureGroup(name, group)),
  listings: [...state.listings.values()].map((listing) => captureListing(state, listing)),
  members: [...state.members.values()].map((member) => ({
    name: member.name,
    reportSequence: member.reportSequence,
    commandNumber: member.commandNumber,
    commandIds: member.commandIds.capture(),
    open: [...member.open.values()].map(copyOpenFields),
    ended: [...member.ended.values()].map(copyKnownFields),
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
  book: nameOrders(state, listing.book.capture()),
});

function nameOrders(state: ExchangeState, book: BookSnapshot): NamedBook {
  const named = (order: BookOrder): NamedOrder => {
    const known = state.orders[order.slot];
    if (!known) throw new Error(`no open order has slot ${order.slot}`);
    return namedOrderOf(known, order);
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
 * The state of a snapshot.
 * @throws Error when a book names an order that its member does not have open
 */
export function restore(snapshot: ExchangeSnapshot, options: ExchangeOptions): ExchangeState {
  const state = createState(options);
  state.tradeDate = snapshot.tradeDate;
  state.lastMs = snapshot.lastMs;
  state.sequenceFloor = snapshot.sequenceFloor;
  for (const { name, ...group } of snapshot.groups) state.groups.set(name, group);
  for (const { name, reportSequence, commandNumber, commandIds, open, ended } of snapshot.members) {
    state.members.set(name, {
      name,
      reportSequence,
      commandNumber,
      commandIds: createRecentIds(options.limits.commandIds, commandIds),
      open: new Map(open.map((order) => [order.orderId, restoreOrder(state, name, order)])),
      ended: new Map(
        ended.map((order) => [order.orderId, Object.assign(copyKnownFields(order), { member: name })]),
      ),
    });
  }
  for (const { book, ...listing } of snapshot.listings)
    state.listings.set(listing.facts.ticker, { ...listing, book: restoreBook(state, listing, book) });
  return state;
}

function restoreOrder(state: ExchangeState, member: string, fields: OpenFields): Order {
  const order = Object.assign(copyOpenFields(fields), { member, slot: state.pool.take() });
  state.orders[order.slot] = order;
  return order;
}

function restoreBook(
  state: ExchangeState,
  { facts, volumes }: Pick<Listing, 'facts' | 'volumes'>,
  { phase, bids, asks, callOrders, stops, triggered, ...prices }: NamedBook,
): Listing['book'] {
  const slotted = (orders: readonly NamedOrder[]): BookOrder[] =>
    orders.map((named) => {
      const [member, orderId] = named;
      const order = state.members.get(member)?.open.get(orderId);
      if (!order) throw new Error(`the order ${orderId} of ${member} is not open`);
      return bookOrderOf(named, order.slot, state.investors.take(member, order.investorId));
    });
  const book: BookSnapshot = {
    ...prices,
    phase: PHASE[phase],
    bids: slotted(bids),
    asks: slotted(asks),
    callOrders: slotted(callOrders),
    stops: slotted(stops),
    triggered: slotted(triggered),
  };
  const tradeDay = dayNumber(state.tradeDate);
  return state.options.book(state.pool, state.ring, rulesOf(state, facts, volumes), {
    book,
    tradeDay,
  });
}
