import type { Phase } from '#domain/market/phase.ts';
import { NO_PROTECTIONS, type Protections } from '#domain/market/protections.ts';
import { phaseOf as nameOfPhase } from '../core/codes.ts';
import { EventRing } from '../core/event-ring.ts';
import type { BookFactory, MatchingBook } from '../core/matching-book.ts';
import { OrderPool } from '../core/order-pool.ts';
import type { DefineInstrument } from './commands.ts';
import { createInvestors, type Investors } from './orders/investors.ts';
import type { KnownOrder, Order } from './orders/order.ts';
import { createRecentIds, type RecentIds } from './orders/recent-ids.ts';
import type { Volumes } from './listings/volumes.ts';

/** How much the exchange remembers of what is over. Part of its behaviour: the same limits must replay a journal. */
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

/** What an exchange is made of and never changes. */
export interface ExchangeOptions {
  /** Makes its books. */
  readonly book: BookFactory;
  /** Which engine of several this is: its reports name it when it is not 0. */
  readonly shard: number;
  readonly limits: MemoryLimits;
}

/** A member of the exchange with what it has sent. */
export interface Member {
  readonly name: string;
  /** Of its last report. */
  reportSequence: number;
  readonly commandIds: RecentIds;
  /** Open orders by id, in order of entry. */
  readonly open: Map<string, Order>;
  /** Ended orders by id, in order of ending. */
  readonly ended: Map<string, KnownOrder>;
}

/** A phase that has been told and begins later, because the close has moved. */
export interface LaterPhase {
  readonly phase: Phase;
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
}

/** Trading stands still in a whole group. */
export interface GroupHalt {
  readonly cause: 'HALT' | 'CIRCUIT_BREAKER';
  /** When it ends; null when somebody must end it. */
  readonly endsAtMs: number | null;
}

/** Instruments that go through the phases of the day together. */
export interface Group {
  phase: Phase;
  /** When the phase is scheduled to end; null when that is not known. */
  endsAtMs: number | null;
  /** What comes after it and has been told already, in order. */
  later: readonly LaterPhase[];
  /** Stands in place of the phase. */
  halt: GroupHalt | null;
  protections: Protections;
  /** Levels of the circuit breaker that have fired in this session. */
  breakerFired: number;
  /** By how much it has moved this session's close. */
  closeDelayMs: number;
}

/** Why a ticker is in the phase that it is in. */
export type PhaseCause =
  | 'SCHEDULE'
  | 'STATIC_TUNNEL'
  | 'DYNAMIC_TUNNEL'
  | 'QUANTITY'
  | 'COMMAND'
  | 'EXTENSION'
  | 'HALT'
  | 'CIRCUIT_BREAKER';

/** A phase that a listing has in place of its group's. */
export interface OwnPhase {
  readonly phase: Phase;
  readonly cause: PhaseCause;
  /** When it ends; null when somebody must end it. */
  readonly endsAtMs: number | null;
  /** How often the call has been extended. */
  readonly extensions: number;
}

/** An instrument with its book and what follows from its trades. */
export interface Listing {
  facts: DefineInstrument;
  book: MatchingBook;
  /** Null while it follows its group. */
  own: OwnPhase | null;
  /** Of its last market-data message. */
  marketDataSequence: number;
  tradeSequence: number;
  /** An adjusted close that was told after the session, for the next one; 0 when the last trade will be it. */
  nextCloseTicks: number;
  /** When the theoretical price or quantity changed last in this session. */
  theoreticalAtMs: number | null;
  /** Shares traded in this session. */
  volume: number;
  /** And in those before it, as many as the mean is made of. */
  volumes: Volumes;
}

/** All that the exchange knows. */
export interface ExchangeState {
  /** The session's day; `NO_SESSION` before the first. */
  tradeDate: string;
  /** The instant of the last command; nothing is told with an earlier one. */
  lastMs: number;
  readonly groups: Map<string, Group>;
  readonly listings: Map<string, Listing>;
  readonly members: Map<string, Member>;
  /** Terms of the open orders, as books know them. */
  readonly pool: OrderPool;
  /** What a book has told and nobody has read yet: nothing between two commands. */
  readonly ring: EventRing;
  /** Open orders by their slot in the pool. */
  readonly orders: (Order | null)[];
  readonly investors: Investors;
  readonly options: ExchangeOptions;
}

/** The trade date of what is reported before any session has begun. */
export const NO_SESSION = '1970-01-01';

export const createState = (options: ExchangeOptions): ExchangeState => ({
  tradeDate: NO_SESSION,
  lastMs: 0,
  groups: new Map(),
  listings: new Map(),
  members: new Map(),
  pool: new OrderPool(),
  ring: new EventRing(),
  orders: [],
  investors: createInvestors(),
  options,
});

/** The member of that name, made when it is new. */
export function memberOf(state: ExchangeState, name: string): Member {
  const known = state.members.get(name);
  if (known) return known;
  const member: Member = {
    name,
    reportSequence: 0,
    commandIds: createRecentIds(state.options.limits.commandIds),
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

/** The group of that name, made closed and without protections when it is new. */
export function groupOf(state: Readonly<ExchangeState>, name: string): Group {
  const known = state.groups.get(name);
  if (known) return known;
  const group: Group = {
    phase: 'CLOSED',
    endsAtMs: null,
    later: [],
    halt: null,
    protections: NO_PROTECTIONS,
    breakerFired: 0,
    closeDelayMs: 0,
  };
  state.groups.set(name, group);
  return group;
}

/** The phase that a group was told last, which it may not be in yet; undefined for one that was told none. */
export function lastSetPhase(state: Readonly<ExchangeState>, name: string): Phase | undefined {
  const group = state.groups.get(name);
  return group?.later.at(-1)?.phase ?? group?.phase;
}

/** The phase that a listing is in: its own, or else its group's. */
export const phaseOf = (listing: Listing): Phase => nameOfPhase(listing.book.phase);

/** All open orders, by member in order of entry: a copy, so that they may end on the way. */
export const openOrders = (state: ExchangeState): Order[] =>
  [...state.members.values()].flatMap((member) => [...member.open.values()]);

/**
 * Remembers an order that has ended. A quarter over the limit the oldest are forgotten down to it, all in one pass:
 * looking for the oldest entry of a Map again and again would walk over the removed ones each time.
 */
export function rememberEnded(state: ExchangeState, order: KnownOrder): void {
  const { open, ended } = memberOf(state, order.member);
  const limit = state.options.limits.endedOrders;
  open.delete(order.orderId);
  ended.set(order.orderId, order);
  if (ended.size <= limit + (limit >> 2)) return;
  for (const oldest of ended.keys()) {
    ended.delete(oldest);
    if (ended.size === limit) return;
  }
}
