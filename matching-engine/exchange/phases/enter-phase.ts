import { BUY, EXPIRY, isCall, PHASE, SELL } from '../../core/codes.ts';
import { readBook } from '../orders/book-events.ts';
import type { Order } from '../orders/order.ts';
import { targetPhase, emitPhase, type ListingPhase } from './listing-phase.ts';
import { openOrders, phaseOf, type Listing } from '../state.ts';
import { emitPendingPhase, emitLevels, type CommandContext } from '../command-context.ts';

/**
 * Moves a listing's book to a phase. Emits first the events that end the old phase (an auction's trades), then the new
 * phase, then the events that it causes (triggered stops, an auction that a stop starts).
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

/** Ends the listing's own phase and enters its group's. */
export function rejoinGroup(context: CommandContext, listing: Listing): void {
  listing.own = null;
  const next = targetPhase(context.state, listing);
  // A halted call that is not resumed trades nothing. Until the next call its orders accept only cancels.
  if (next.phase === 'CLOSED' && phaseOf(listing) === 'HALTED' && isCrossed(listing))
    listing.own = { phase: 'PRE_OPEN', cause: 'HALT', endsAtMs: null, extensions: 0 };
  enterPhase(context, listing, targetPhase(context.state, listing));
}

const isCrossed = ({ book }: Listing): boolean =>
  book.bestTicks(SELL) !== 0 && book.bestTicks(BUY) >= book.bestTicks(SELL);

/** Ends the day of some listings: their running calls, with an auction, then their day orders. */
export function endDay(
  context: CommandContext,
  listings: ReadonlySet<Listing>,
  nextDate: string | null,
): void {
  endCalls(context, listings);
  expireOrders(context, listings, nextDate);
}

/** Ends the running calls, each with its auction. */
function endCalls(context: CommandContext, listings: ReadonlySet<Listing>): void {
  for (const listing of listings) {
    if (!isCall(listing.book.phase)) continue;
    listing.own = null;
    listing.book.setPhase(PHASE.CLOSED);
    readBook(context, listing);
  }
}

/**
 * Expires the orders that do not outlive the day, by member in order of entry, under the session's trade date.
 * `nextDate` is the next session's day if known: GTD orders with a last day before it expire too.
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
    const reason = expiryReasonOf(order, state.tradeDate, nextDate);
    if (reason === null) continue;
    listing.book.expire(order.slot, reason);
    readBook(context, listing);
  }
  for (const listing of listings) emitLevels(context, listing);
}

function expiryReasonOf(order: Order, tradeDate: string, nextDate: string | null): number | null {
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
