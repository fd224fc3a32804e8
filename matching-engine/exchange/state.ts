import type { Phase } from '#domain/market/phase.ts';
import type { Book } from './book.ts';
import type { DefineInstrument } from './commands.ts';
import type { Order } from './order.ts';
import { createRecentIds, type RecentIds } from './recent-ids.ts';

/** How much the core remembers of what is over. Part of its behaviour: the same limits must replay a journal. */
export interface MemoryLimits {
  /**
   * A repeated `commandId` is dropped when it is among at least this many newest ones of its member (see RecentIds).
   * Far more than any sender can have in flight unconfirmed.
   */
  readonly commandIds: number;
  /** Ended orders known by id, the newest of each member: at least so many, a quarter more at most. */
  readonly endedOrders: number;
}

export const MEMORY_LIMITS: MemoryLimits = { commandIds: 32_768, endedOrders: 50_000 };

/** A member of the exchange with what it has sent. */
export interface Member {
  readonly name: string;
  /** Of its last report. */
  reportSequence: number;
  readonly commandIds: RecentIds;
  /** Open orders by id, in order of entry. */
  readonly open: Map<string, Order>;
  /** Ended orders by id, in order of ending. */
  readonly ended: Map<string, Order>;
}

/** An instrument with its book and what follows from its trades. */
export interface Listing {
  facts: DefineInstrument;
  readonly book: Book;
  /** Of its last market-data message. */
  marketDataSequence: number;
  tradeSequence: number;
  /** Of the last trade of this session; null before the first. */
  lastTradeTicks: number | null;
  /** The adjusted close of the previous session; null where the catalogue knows none. */
  previousCloseTicks: number | null;
}

/** All that the core knows. */
export interface ExchangeState {
  /** The session's day; `NO_SESSION` before the first. */
  tradeDate: string;
  readonly phases: Map<string, Phase>;
  readonly listings: Map<string, Listing>;
  readonly members: Map<string, Member>;
  /** The last one given to an order. */
  priority: number;
  readonly limits: MemoryLimits;
}

/** The trade date of what is reported before any session has begun. */
export const NO_SESSION = '1970-01-01';

export const createState = (limits: MemoryLimits): ExchangeState => ({
  tradeDate: NO_SESSION,
  phases: new Map(),
  listings: new Map(),
  members: new Map(),
  priority: 0,
  limits,
});

/** The member of that name, made when it is new. */
export function memberOf(state: ExchangeState, name: string): Member {
  const known = state.members.get(name);
  if (known) return known;
  const member: Member = {
    name,
    reportSequence: 0,
    commandIds: createRecentIds(state.limits.commandIds),
    open: new Map(),
    ended: new Map(),
  };
  state.members.set(name, member);
  return member;
}

/** The listing of an instrument that is surely listed. */
export function listingOf(state: ExchangeState, ticker: string): Listing {
  const listing = state.listings.get(ticker);
  if (!listing) throw new Error(`${ticker} is not listed`);
  return listing;
}

export const phaseOf = (state: ExchangeState, listing: Listing): Phase =>
  state.phases.get(listing.facts.group) ?? 'CLOSED';

/**
 * Remembers an order that has ended. A quarter over the limit the oldest are forgotten down to it, all in one pass:
 * looking for the oldest entry of a Map again and again would walk over the removed ones each time.
 */
export function rememberEnded(state: ExchangeState, member: Member, order: Order): void {
  const { open, ended } = member;
  const limit = state.limits.endedOrders;
  open.delete(order.orderId);
  ended.set(order.orderId, order);
  if (ended.size <= limit + (limit >> 2)) return;
  for (const oldest of ended.keys()) {
    ended.delete(oldest);
    if (ended.size === limit) return;
  }
}
