import type { BookRules } from './book-rules.ts';
import type { BookSnapshot } from './book-snapshot.ts';
import type { EventRing } from './event-ring.ts';
import type { OrderPool } from './order-pool.ts';

/**
 * The book of one instrument with every rule that concerns one book alone. Two implementations: `naive/` reads as the
 * rulebook and decides, `fast/` runs in production; one suite holds both to the same events and the same snapshots.
 *
 * An operation tells what happened as rows of the ring, in order, and at its end the displayed totals of each level
 * that it touched and that rests differently than before it (LEVEL: bids best first, then asks best first; a level
 * that is gone has 0 orders), then in a call a THEORETICAL when price or quantity changed since last told. The caller
 * reads the ring out and clears it, at any time between operations. Nothing in a book knows members, names or clocks.
 *
 * @throws Error only for what its caller must not do: a slot that is not open here, a price or quantity off 32 bits
 */
export interface MatchingBook {
  readonly phase: number;
  /** Of the last trade of this session; 0 before the first. */
  readonly lastTicks: number;
  readonly previousCloseTicks: number;

  /** Rules from now on; orders that rest stay as they are. */
  setRules(rules: BookRules): void;

  /** A new session's day (days since 1970-01-01) with its adjusted previous close in ticks, 0 for none. Forgets last and auction price. */
  startSession(tradeDay: number, previousCloseTicks: number): void;

  /** Another previous close within the session (a corporate action told late); 0 for none. */
  setPreviousClose(previousCloseTicks: number): void;

  /**
   * Goes to a phase. From anything else than CONTINUOUS into CONTINUOUS or CLOSED the book is uncrossed first (see
   * `theoretical`), and AUCTION orders, of a closing call AT_CLOSE orders too, end with the rest that did not trade
   * (EXPIRED, AUCTION). Into CONTINUOUS: stops whose price has come enter, see `stops`. Into CLOSING_CALL: AT_CLOSE
   * orders that waited take part. Into HALTED nothing trades and everything stays. An auction into CLOSED triggers no
   * stop: the next session's trades do.
   */
  setPhase(phase: number): void;

  /**
   * A new order; its terms stand in the pool. REJECTED with the first rule of `entry-rules.ts` that it breaks, else
   * ACCEPTED and, in this order:
   * - a stop waits; an order for a call waits for its call or takes part in this one; in a call an order rests;
   * - MARKET takes the best opposite price as its limit (or its protection, when that is nearer); without an opposite
   *   price it is REJECTED, NO_OPPOSITE_PRICE;
   * - FOK that cannot fill whole, and a minimum that cannot fill at once, end untraded (EXPIRED). What can fill at once
   *   counts hidden shares, up to the limit and within the auction tunnels, and nothing of the investor's own where
   *   self-trade prevention would step in (with CANCEL_RESTING it skips them, otherwise it stops at the first, and of
   *   the orders ahead of that one at its price only what they show counts);
   * - an order that may rest and would at once trade (what can fill, as above) a multiple of the mean quantity starts an
   *   auction and rests whole, whatever its minimum;
   * - it trades: best price first, at a price first come first, at the resting order's price. A trade outside a tunnel
   *   does not happen: an order that may rest starts an auction and rests, another one ends. Both tunnels are drawn
   *   before the order comes (each triggered stop is an order that comes). Static before dynamic when both say so. With
   *   an order of its own investor see `selfTrade`, which comes before the tunnels: what would not trade starts nothing;
   * - what is left rests behind all others at its price (DAY, GTC, GTD) or ends (IOC; EXPIRED).
   *
   * Iceberg: rests with its displayed quantity shown; when that has traded the next part is shown and goes to the back
   * of the price. An incoming iceberg trades with all of its quantity. In an auction an iceberg trades whole in its
   * turn; when at least what it showed has traded and shares are left, it shows the next part at the back.
   *
   * selfTrade: the incoming order's instruction decides. CANCEL_AGGRESSOR ends its rest, CANCEL_RESTING ends the resting
   * order and goes on, CANCEL_BOTH ends the resting one, then the rest of the incoming one (CANCELED, SELF_TRADE). Not
   * applied in an auction's uncrossing.
   *
   * stops: after an operation in continuous trading that traded, stops whose price lay within what traded (a buy at or
   * under the highest, a sell at or above the lowest price of the operation, an auction's too) are triggered in order
   * of entry, behind those triggered before. One after the other they enter as plain orders, STOP as MARKET (without an
   * opposite price it rests at the last price, before one at the previous close, without either at its stop price, all
   * drawn in to its protection), STOP_LIMIT as LIMIT, told by TRIGGERED with the limit they now have; what they trade
   * may trigger more. They keep no place in a queue and need no minimum. When an auction starts meanwhile those left
   * wait, triggered, until continuous trading goes on; what the operation traded before the auction started triggers
   * too.
   */
  enter(slot: number): void;

  /** Ends an open order, in any phase: CANCELED with a reason of CANCEL. */
  cancel(slot: number, reason: number): void;

  /** Ends an open order, in any phase: EXPIRED with a reason of EXPIRY. */
  expire(slot: number, reason: number): void;

  /**
   * Changes an open order: a new total quantity (above what has filled, else the caller cancels) and what else is not
   * 0. REPLACE_REFUSED with the first rule broken (the order stays as it was), else REPLACED, the terms as they are
   * then. Fewer shares with all else as it was keep the place: the hidden part shrinks first. Anything else that
   * changes leaves the queue, enters again as a new order would and goes to the back: it may trade (and start an
   * auction, and be prevented). A request that changes nothing keeps the place too. With a minimum the change is refused
   * (MINIMUM_QUANTITY) unless the book can fill it at once. A waiting stop keeps its place in the same way, and may not
   * get a price at which it would trigger at once; its protection, if it has one, moves by as much as its stop does,
   * within 1 and MAX_PRICE_TICKS. The rest of a MARKET order is a limit order in this, a triggered stop too once it has
   * entered; until then it counts as a waiting one. A total at or under what has filled is refused (QUANTITY_LIMIT),
   * after the rules of `entry-rules.ts`.
   */
  replace(
    slot: number,
    quantity: number,
    limitTicks: number,
    stopTicks: number,
    displayQuantity: number,
    minimumQuantity: number,
  ): void;

  /** True for an order of this book that has not ended. */
  isOpen(slot: number): boolean;

  /** Shares an order has filled; only of an open one. */
  filledOf(slot: number): number;

  /** The best price of what rests on a side; 0 when nothing does. */
  bestTicks(side: number): number;

  /** Displayed levels of a side, best first, at most so many. */
  levels(side: number, depth: number): readonly BookLevel[];

  /**
   * Where an auction would trade now; zeros when nothing crosses. The rules (B3, call auctions):
   * 1. the price at which most shares trade;
   * 2. of several, those with the smallest excess of buys and those with the smallest excess of sells bound an
   *    interval; in it the price nearest to the last trade of the session, without one to the previous close;
   * 3. without either the lowest price of the interval.
   * The excess of buys is looked at where no fewer are bought than sold, that of sells where no fewer are sold; the
   * interval spans all the prices so found. All whole ticks count as prices, not only those of orders. An order for a
   * call without a price trades at any that its protection allows; when nothing bounds the interval on a side it goes on
   * without end there (so two market orders trade at the reference; without one the interval's only bound counts, and
   * without a bound nothing trades). Icebergs count with their whole quantity.
   * Who trades: the better price first; a market order for this call without a protection has the best of all, one with
   * it and a limit order for this call theirs. At a price orders for this call first, by entry, then first come first;
   * no pro rata. (Were orders for the call ahead of better prices, the book could stay crossed.)
   */
  theoretical(): { readonly priceTicks: number; readonly quantity: number };

  /** The book as plain data. */
  capture(): BookSnapshot;
}

export interface BookLevel {
  readonly priceTicks: number;
  /** Displayed shares. */
  readonly quantity: number;
  readonly orders: number;
}

/**
 * Makes an empty book, CLOSED until it is told otherwise, or the one of a snapshot, whose slots the caller has taken in
 * the pool and whose rows the book writes.
 */
export type BookFactory = (
  pool: OrderPool,
  ring: EventRing,
  rules: BookRules,
  snapshot?: { readonly book: BookSnapshot; readonly tradeDay: number },
) => MatchingBook;
