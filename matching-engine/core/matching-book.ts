import type { BookRules } from './book-rules.ts';
import type { BookSnapshot } from './book-snapshot.ts';
import type { EventRing } from './event-ring.ts';
import type { OrderPool } from './order-pool.ts';

/**
 * Step "match" of an order's way: the order book of one instrument, with every rule that concerns one book alone. It knows no
 * members, no names and no clock. Two implementations exist: `naive/` follows the rulebook line by line and is the reference;
 * `fast/` runs in production. One contract suite (`contract/`) holds both to the same events and the same snapshots.
 *
 * How a book matches an order, with the file of each step in either implementation:
 * 1. Check the request (`entry-rules.ts`): the first broken rule rejects it.
 * 2. Route the order (`naive-book.ts`, `fast-book.ts`): a stop waits for its price, an order for a call waits for the
 *    call, in a call every other order rests without trading, in continuous trading it matches.
 * 3. Match (`matching.ts`): fill conditions, quantity trigger, self-trade prevention, auction tunnels, trades, then rest
 *    or expire. See `enter`.
 * 4. Trigger and enter stops (`stops.ts`). See `enter`.
 * 5. Emit what changed: LEVEL with the displayed totals of each level that differs from before the operation (bids best
 *    first, then asks best first; 0 orders for a level that is gone), then in a call THEORETICAL, if it has changed.
 * The end of a call uncrosses the book instead of step 3 (`auction.ts`). See `setPhase` and `theoretical`.
 *
 * Events are rows of the event ring, in this order. The caller may read and clear the ring between any two operations.
 *
 * @throws Error only for a mistake of the caller: a slot that is not open in this book, a price or quantity beyond 32 bits
 */
export interface MatchingBook {
  readonly phase: number;
  /** Price of the last trade of this trading day; 0 before the first. */
  readonly lastTicks: number;
  readonly previousCloseTicks: number;

  /** Replaces the rules. Resting orders stay as they are. */
  setRules(rules: BookRules): void;

  /**
   * Starts a trading day (days since 1970-01-01) with its adjusted previous close in ticks, 0 for none. Clears the last
   * and the auction price.
   */
  startTradingDay(tradeDay: number, previousCloseTicks: number): void;

  /** Changes the previous close during the day, after a late corporate action; 0 for none. */
  setPreviousClose(previousCloseTicks: number): void;

  /**
   * Changes the phase.
   * - Into CONTINUOUS or CLOSED from any phase but CONTINUOUS: uncrosses the book first (see `theoretical`). Then AUCTION
   *   orders, and AT_CLOSE orders after a closing call, expire with their rest (EXPIRED, AUCTION).
   * - Into CONTINUOUS: triggers and enters stops that the auction's price reached. An auction into CLOSED triggers none:
   *   the trades of the next day do.
   * - Into CLOSING_CALL: AT_CLOSE orders that waited take part.
   * - Into HALTED: nothing trades and every order stays.
   */
  setPhase(phase: number): void;

  /**
   * Enters a new order, whose terms the caller has written to the pool. Emits REJECTED with the first broken rule of
   * `entry-rules.ts`, or ACCEPTED and then, in this order:
   *
   * 1. Routing. A stop waits. An order for a call waits for its call, or takes part in the present one. In a call any
   *    other order rests. In continuous trading the order matches, steps 2 to 6.
   *    A MARKET order gets a limit first: the best opposite price, or its protection if that is nearer. Without an
   *    opposite price it is REJECTED (NO_OPPOSITE_PRICE).
   * 2. Fill conditions. A FOK order that cannot fill whole, and an order whose minimum cannot fill at once, expire
   *    untraded. What can fill at once: open shares of the opposite side, hidden ones included, up to the limit and
   *    within the auction tunnels. Orders of the same investor do not count if self-trade prevention applies: with
   *    CANCEL_RESTING they are skipped, otherwise the count stops at the first of them, and of the orders ahead of it at
   *    its price only the displayed shares count.
   * 3. Quantity trigger. An order that may rest and would at once trade a multiple of the mean quantity starts an auction
   *    and rests whole, whatever its minimum.
   * 4. Trades. Best price first, then time priority, at the resting order's price. For each resting order:
   *    - Self-trade prevention comes first, as the incoming order instructs. CANCEL_AGGRESSOR cancels its rest.
   *      CANCEL_RESTING cancels the resting order and matching continues. CANCEL_BOTH cancels the resting order, then
   *      the rest of the incoming one (CANCELED, SELF_TRADE). It does not apply when a call uncrosses.
   *    - Auction tunnels. A trade outside a tunnel does not happen: an order that may rest starts an auction and rests,
   *      any other expires. Both tunnels are computed before the order enters (each triggered stop counts as an order
   *      that enters). If both are left, the static tunnel is the cause.
   *    - Icebergs. A resting iceberg trades its displayed part; the next part goes to the back of its price. An incoming
   *      iceberg trades with its whole quantity. In a call's uncrossing an iceberg trades whole in its turn; if at least
   *      its displayed part has traded and shares are left, it displays the next part at the back.
   * 5. Rest. What is left of a DAY, GTC or GTD order rests behind all orders at its price; of any other it expires
   *    (EXPIRED).
   * 6. Stops. An operation in continuous trading that traded triggers the stops whose price lies within its prices (an
   *    auction's price too): a buy at or below the highest, a sell at or above the lowest. They are triggered in order of
   *    entry, behind those triggered before, and enter one after the other as plain orders (TRIGGERED with their limit).
   *    STOP enters as MARKET: without an opposite price its limit is the last price, else the previous close, else its
   *    stop price, each bounded by its protection. STOP_LIMIT enters as LIMIT. Their trades may trigger more stops. They
   *    have no time priority from before and no minimum. If an auction starts meanwhile, the triggered stops that are
   *    left wait for continuous trading; prices that the operation traded before the auction trigger too.
   */
  enter(slot: number): void;

  /** Ends an open order, in any phase: CANCELED with a reason of CANCEL. */
  cancel(slot: number, reason: number): void;

  /** Ends an open order, in any phase: EXPIRED with a reason of EXPIRY. */
  expire(slot: number, reason: number): void;

  /**
   * Changes an open order: sets the total quantity and every other argument that is not 0. Emits REPLACE_REFUSED with the
   * first broken rule (the order stays as it was), or REPLACED with the new terms. Rules beyond `entry-rules.ts`:
   * - a total at or below the filled quantity is refused (QUANTITY_LIMIT); the caller cancels instead;
   * - with a minimum the change is refused (MINIMUM_QUANTITY) unless the book can fill the minimum at once.
   *
   * A lower quantity with all else equal keeps time priority: the hidden part shrinks first. A request that changes
   * nothing keeps it too. Any other change takes the order out of its queue and enters it again as a new order: it may
   * trade, start an auction or be prevented.
   *
   * A waiting stop keeps its priority in the same way and gets no price at which it would trigger at once. If it has a
   * protection, that moves by as much as the stop price does, within 1 and MAX_PRICE_TICKS. The rest of a MARKET order is
   * changed as a limit order, and so is a triggered stop once it has entered; until then it counts as a waiting one.
   */
  replace(
    slot: number,
    quantity: number,
    limitTicks: number,
    stopTicks: number,
    displayQuantity: number,
    minimumQuantity: number,
  ): void;

  /** True if the slot holds an open order of this book. */
  isOpen(slot: number): boolean;

  /** Filled shares of an open order. */
  filledOf(slot: number): number;

  /** Best price of a side's resting orders; 0 if there are none. */
  bestTicks(side: number): number;

  /** Displayed levels of a side, best first, at most `depth`. */
  levels(side: number, depth: number): readonly BookLevel[];

  /**
   * Theoretical price and quantity: at which price how many shares an auction would trade now; zeros if nothing crosses.
   * Every whole tick is a candidate, not only the orders' limits. Rules of the price (B3, call auctions):
   * 1. the price at which most shares trade;
   * 2. of several, those with the smallest excess of buys and those with the smallest excess of sells bound an interval;
   *    in it, the price nearest to the last trade of the day, before the first trade to the previous close;
   * 3. without either, the lowest price of the interval.
   * The smallest excess of buys is taken over prices at which at least as many shares are bought as sold, that of sells
   * over prices at which at least as many are sold; the interval spans all the prices found. An order for a call without
   * a limit trades at any price within its protection. Where no order bounds the interval, that side is unbounded: two
   * market orders trade at the reference price; without a reference the only bound counts, and without a bound nothing
   * trades. Icebergs count with their whole quantity.
   *
   * Rules of priority: better price first. A market order for this call without a protection has the best price of all;
   * one with a protection, and a limit order for this call, have that price. At a price, orders for this call trade
   * first, in order of entry, then resting orders by time priority; no pro rata. (If orders for the call traded ahead of
   * better prices, the book could stay crossed.)
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
 * Creates an empty book in the phase CLOSED, or restores the book of a snapshot. The caller has taken the snapshot's slots
 * in the pool; the book writes their rows.
 */
export type BookFactory = (
  pool: OrderPool,
  ring: EventRing,
  rules: BookRules,
  snapshot?: { readonly book: BookSnapshot; readonly tradeDay: number },
) => MatchingBook;
