import { BUY, EXPIRY, isCall, PHASE, SELL } from '../../core/codes.ts';
import { readBook } from '../orders/book-events.ts';
import type { Order } from '../orders/order.ts';
import { targetPhase, emitPhase, type ListingPhase } from './listing-phase.ts';
import { openOrders, phaseOf, type Listing } from '../state.ts';
import { emitPendingPhase, emitLevels, type CommandContext } from '../command-context.ts';

/**
 * Moves a listing's book to a phase and tells it: first what ends with the old phase (an auction's trades), then the
 * phase, then what begins with it (stops that were triggered, an auction in its place).
 */
export function enterPhase(
  context: CommandContext,
  listing: Listing,
  next: ListingPhase,
  previousCloseTicks: number | null = null,
): void {
  context.pendingPhase = () => {
    emitLevels(context, listing);
    emitPhase(context, listing, next, previousCloseTicks);
  };
  listing.book.setPhase(PHASE[next.phase]);
  readBook(context, listing);
  emitPendingPhase(context);
}

/** The listing goes to the phase of its group. */
export function rejoinGroup(context: CommandContext, listing: Listing): void {
  listing.own = null;
  const next = targetPhase(context.state, listing);
  // A call that was halted and is never resumed trades nothing: its orders wait for the next one, open to cancels only.
  if (next.phase === 'CLOSED' && phaseOf(listing) === 'HALTED' && isCrossed(listing))
    listing.own = { phase: 'PRE_OPEN', cause: 'HALT', endsAtMs: null, extensions: 0 };
  enterPhase(context, listing, targetPhase(context.state, listing));
}

const isCrossed = ({ book }: Listing): boolean =>
  book.bestTicks(SELL) !== 0 && book.bestTicks(BUY) >= book.bestTicks(SELL);

/** The day of some listings ends: calls that are on with their auction, then orders that do not outlive the day. */
export function endDay(
  context: CommandContext,
  listings: ReadonlySet<Listing>,
  nextDate: string | null,
): void {
  endCalls(context, listings);
  expireOrders(context, listings, nextDate);
}

/** Ends the calls that are on, each with its auction. */
function endCalls(context: CommandContext, listings: ReadonlySet<Listing>): void {
  for (const listing of listings) {
    if (!isCall(listing.book.phase)) continue;
    listing.own = null;
    listing.book.setPhase(PHASE.CLOSED);
    readBook(context, listing);
  }
}

/**
 * Ends the orders that do not outlive the day, by member in order of entry, and tells the books of the session that
 * they belonged to. `nextDate` is the next session's day where that is known: a date in between has passed too.
 */
export function expireOrders(
  context: CommandContext,
  listings: ReadonlySet<Listing>,
  nextDate: string | null,
): void {
  const { state } = context;
  for (const order of openOrders(state)) {
    const listing = state.listings.get(order.ticker);
    if (!listing || !listings.has(listing)) continue;
    const reason = reasonToExpire(order, state.tradeDate, nextDate);
    if (reason === null) continue;
    listing.book.expire(order.slot, reason);
    readBook(context, listing);
  }
  for (const listing of listings) emitLevels(context, listing);
}

function reasonToExpire(order: Order, tradeDate: string, nextDate: string | null): number | null {
  switch (order.timeInForce) {
    // rule GTC_STAYS
    case 'GTC':
      return null;
    // rule GTD_ENDS
    case 'GTD': {
      const day = order.expiresOn ?? tradeDate;
      return day <= tradeDate || (nextDate !== null && day < nextDate) ? EXPIRY.EXPIRY_DATE : null;
    }
    case 'AUCTION':
    case 'AT_CLOSE':
      return EXPIRY.AUCTION;
    // rule DAY_ENDS
    default:
      return EXPIRY.END_OF_DAY;
  }
}
