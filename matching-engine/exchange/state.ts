import type { Phase, PhaseCause } from '#domain/market/phase.ts';
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

/**
 * Limits of the ended orders and command ids that the exchange remembers. A journal must be replayed with the limits under which it
 * was written.
 */
export interface MemoryLimits {
  /**
   * Newest command ids of a member without numbers that are known for certain (see RecentIds): far more than a sender can have in
   * flight unconfirmed.
   */
  readonly commandIds: number;
  /**
   * Newest ended orders of a member that are known for certain; at most a quarter more are known. They serve one answer: a cancel or
   * replace that crosses the order's end is refused with ORDER_ENDED, later ones with ORDER_NOT_FOUND.
   */
  readonly endedOrders: number;
}

export const MEMORY_LIMITS: MemoryLimits = { commandIds: 32_768, endedOrders: 16_384 };

/** Options of an exchange, fixed for its life. */
export interface ExchangeOptions {
  /** Creates the order books. */
  readonly book: BookFactory;
  /** Number of the engine's shard, from 0; reports carry it unless it is 0. */
  readonly shard: number;
  readonly limits: MemoryLimits;
}

/** A member of the exchange, with its orders and command ids. */
export interface Member {
  readonly name: string;
  /** Sequence of the last report to the member. */
  reportSequence: number;
  /** Highest number of the member's numbered commands; 0 before the first. */
  commandNumber: number;
  /** Ids of the commands without a number. */
  readonly commandIds: RecentIds;
  /** Open orders by id, in order of entry. */
  readonly open: Map<string, Order>;
  /** Ended orders by id, in order of ending. */
  readonly ended: Map<string, KnownOrder>;
}

/** A set phase that begins later, because the circuit breaker delayed the close. */
export interface LaterPhase {
  readonly phase: Phase;
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
}

/** A halt of a whole group. */
export interface GroupHalt {
  readonly cause: 'HALT' | 'CIRCUIT_BREAKER';
  /** When the halt ends; null until an operator resumes the group. */
  readonly endsAtMs: number | null;
}

/** Listings that go through the phases of the session together. */
export interface Group {
  phase: Phase;
  /** Scheduled end of the phase; null when it is not known. */
  endsAtMs: number | null;
  /** Set phases that begin later, in order. */
  later: readonly LaterPhase[];
  /** Takes precedence over the phase; null when the group is not halted. */
  halt: GroupHalt | null;
  protections: Protections;
  /** Number of circuit-breaker levels that have fired in this session. */
  breakerFired: number;
  /** Delay of this session's close by the circuit breaker. */
  closeDelayMs: number;
}

/** A phase that a listing has instead of its group's: a halt, an auction, an extended call. */
export interface OwnPhase {
  readonly phase: Phase;
  readonly cause: PhaseCause;
  /** When the phase ends; null until an operator ends it. */
  readonly endsAtMs: number | null;
  /** Number of extensions of the call so far. */
  readonly extensions: number;
}

/** An instrument as the exchange runs it: its book, its own phase if it has one, and figures of its trades. */
export interface Listing {
  facts: DefineInstrument;
  book: MatchingBook;
  /** The listing's own phase; null while it is in its group's. */
  own: OwnPhase | null;
  /** Sequence of the last market-data message. */
  marketDataSequence: number;
  tradeSequence: number;
  /** Adjusted close that arrived after the session; 0 when the last trade will be the previous close. */
  nextCloseTicks: number;
  /** When the theoretical price or quantity last changed in this session. */
  theoreticalAtMs: number | null;
  /** Shares traded in this session. */
  volume: number;
  /** Shares traded in earlier sessions, as many sessions as the mean covers. */
  volumes: Volumes;
}

/** The whole state of the exchange. */
export interface ExchangeState {
  /** Day of the session; `NO_SESSION` before the first one. */
  tradeDate: string;
  /** Timestamp of the last command; no later event has an earlier one. */
  lastMs: number;
  /** New members and listings count after it; above 0 when the journal goes on for a lost one. */
  sequenceFloor: number;
  readonly groups: Map<string, Group>;
  readonly listings: Map<string, Listing>;
  readonly members: Map<string, Member>;
  /** Terms of the open orders, shared by all books. */
  readonly pool: OrderPool;
  /** Events of a book that are not read yet; empty between two commands. */
  readonly ring: EventRing;
  /** Open orders by their slot in the pool. */
  readonly orders: (Order | null)[];
  readonly investors: Investors;
  readonly options: ExchangeOptions;
}

/** Trade date of events before the first session. */
export const NO_SESSION = '1970-01-01';

export const createState = (options: ExchangeOptions): ExchangeState => ({
  tradeDate: NO_SESSION,
  lastMs: 0,
  sequenceFloor: 0,
  groups: new Map(),
  listings: new Map(),
  members: new Map(),
  pool: new OrderPool(),
  ring: new EventRing(),
  orders: [],
  investors: createInvestors(),
  options,
});

/** The member of that name; adds it when it is new. */
export function memberOf(state: ExchangeState, name: string): Member {
  const known = state.members.get(name);
  if (known) return known;
  const member: Member = {
    name,
    reportSequence: state.sequenceFloor,
    commandNumber: 0,
    commandIds: createRecentIds(state.options.limits.commandIds),
    open: new Map(),
    ended: new Map(),
  };
  state.members.set(name, member);
  return member;
}

/**
 * The listing of a ticker.
 * @throws Error when the ticker is not listed
 */
export function listingOf(state: ExchangeState, ticker: string): Listing {
  const listing = state.listings.get(ticker);
  if (!listing) throw new Error(`${ticker} is not listed`);
  return listing;
}

/** The group of that name; adds it, closed and without protections, when it is new. */
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

/** The last set phase of a group, which may begin later; undefined before the first one. */
export function lastSetPhase(state: Readonly<ExchangeState>, name: string): Phase | undefined {
  const group = state.groups.get(name);
  return group?.later.at(-1)?.phase ?? group?.phase;
}

/** The phase of the listing's book. */
export const phaseOf = (listing: Listing): Phase => nameOfPhase(listing.book.phase);

/** All open orders, by member in order of entry. A copy: orders may end while the caller iterates. */
export const openOrders = (state: ExchangeState): Order[] =>
  [...state.members.values()].flatMap((member) => [...member.open.values()]);

/**
 * Moves an order to the ended ones. At a quarter above the limit it forgets the oldest down to the limit, in one pass:
 * to find the oldest entry of a Map each time would walk over the removed entries again.
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
