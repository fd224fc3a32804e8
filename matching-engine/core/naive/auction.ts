import { BUY, EXPIRY, MAX_PRICE_TICKS, PHASE, SELL, TIF } from '../codes.ts';
import { EVENT, NO_AGGRESSOR } from '../event-ring.ts';
import { fillResting, recordTrade, emitExpired } from './matching.ts';
import { isFilled, openQuantity, sideOf, sum, timeInForceOf, type Order } from './order.ts';
import { referenceOf, remove, restingOn, type NaiveBookState } from './state.ts';

/** Call auctions: the theoretical price, and the trades of the uncrossing. `MatchingBook.theoretical` has the rules. */

export interface Theoretical {
  readonly priceTicks: number;
  readonly quantity: number;
}

const NO_AUCTION: Theoretical = { priceTicks: 0, quantity: 0 };

/** Adjacent prices at which the same orders would trade. */
interface Range {
  /** 0 if no order's limit lies below. */
  readonly lowestTicks: number;
  /** Infinity if no order's limit lies above. */
  readonly highestTicks: number;
  readonly bought: number;
  readonly sold: number;
}

const tradedIn = ({ bought, sold }: Range): number => Math.min(bought, sold);
const excessIn = ({ bought, sold }: Range): number => Math.abs(bought - sold);

/** The theoretical price and quantity; zeros if nothing crosses. */
export function theoreticalOf(state: NaiveBookState): Theoretical {
  const buys = participantsOf(state, BUY);
  const sells = participantsOf(state, SELL);
  const ranges = rangesOf(buys, sells);
  // rule AUCTION_LARGEST_QUANTITY
  const quantity = Math.max(...ranges.map(tradedIn));
  if (quantity === 0) return NO_AUCTION;
  const largest = ranges.filter((range) => tradedIn(range) === quantity);
  // rule AUCTION_SMALLEST_EXCESS
  const bounds = [
    ...smallestExcess(largest.filter(({ bought, sold }) => bought >= sold)),
    ...smallestExcess(largest.filter(({ bought, sold }) => bought <= sold)),
  ];
  const lowestTicks = Math.min(...bounds.map((range) => range.lowestTicks));
  const highestTicks = Math.max(...bounds.map((range) => range.highestTicks));
  const priceTicks = priceWithin(lowestTicks, highestTicks, referenceOf(state));
  return priceTicks === 0 ? NO_AUCTION : { priceTicks, quantity };
}

const smallestExcess = (ranges: readonly Range[]): Range[] => {
  const smallest = Math.min(...ranges.map(excessIn));
  return ranges.filter((range) => excessIn(range) === smallest);
};

/** The price of an interval that is nearest to the reference price; without one the lowest, else the highest bound. */
function priceWithin(lowestTicks: number, highestTicks: number, referenceTicks: number): number {
  // rule AUCTION_NEAREST_TO_LAST
  if (referenceTicks !== 0) return Math.min(Math.max(referenceTicks, lowestTicks), highestTicks);
  // rule AUCTION_WITHOUT_REFERENCE
  if (lowestTicks > 0) return lowestTicks;
  return highestTicks < Infinity ? highestTicks : 0;
}

/** All prices, split at every order's limit. */
function rangesOf(buys: readonly Order[], sells: readonly Order[]): Range[] {
  const limits = [...new Set([...buys, ...sells].map(priceBoundOf))].filter((ticks) => ticks !== 0);
  limits.sort((one, other) => one - other);
  const range = (lowestTicks: number, highestTicks: number): Range => ({
    lowestTicks,
    highestTicks,
    bought: quantityAt(buys, Math.max(lowestTicks, 1)),
    sold: quantityAt(sells, Math.max(lowestTicks, 1)),
  });
  const ranges: Range[] = [];
  let before = 0;
  for (const limit of limits) {
    if (limit > before + 1) ranges.push(range(before === 0 ? 0 : before + 1, limit - 1));
    ranges.push(range(limit, limit));
    before = limit;
  }
  if (before < MAX_PRICE_TICKS) ranges.push(range(before === 0 ? 0 : before + 1, Infinity));
  return ranges;
}

/** Shares of the orders that would trade at a price. */
const quantityAt = (orders: readonly Order[], priceTicks: number): number =>
  sum(orders, (order) => (wouldTradeAt(order, priceTicks) ? openQuantity(order) : 0));

/** The worst price of an order: its limit, else its protection; 0 for any. */
const priceBoundOf = (order: Order): number => order.limitTicks || order.protectionTicks;

function wouldTradeAt(order: Order, priceTicks: number): boolean {
  const bound = priceBoundOf(order);
  return bound === 0 || (sideOf(order) === BUY ? priceTicks <= bound : priceTicks >= bound);
}

/** Orders of a side that take part in the auction. Of two at the same price the first here trades first. */
function participantsOf(state: NaiveBookState, side: number): Order[] {
  // rule CALL_ORDERS_FIRST
  const first = state.callOrders.filter((order) => sideOf(order) === side && isForThisCall(state, order));
  return [...first, ...restingOn(state, side)];
}

const isForThisCall = (state: NaiveBookState, order: Order): boolean =>
  // rule AT_CLOSE_WAITS
  timeInForceOf(order) === TIF.AUCTION || state.phase === PHASE.CLOSING_CALL;

/** Uncrosses the book at one price, then expires the rest of the orders for this call. */
export function uncross(state: NaiveBookState): void {
  const { priceTicks, quantity } = theoreticalOf(state);
  if (quantity > 0) {
    tradeAtPrice(state, priceTicks, quantity);
    state.auctionTicks = priceTicks;
  }
  // rule CALL_ORDERS_END
  for (const order of state.callOrders.filter((one) => isForThisCall(state, one))) {
    remove(state, order);
    emitExpired(state, order, EXPIRY.AUCTION);
  }
}

function tradeAtPrice(state: NaiveBookState, priceTicks: number, quantity: number): void {
  const buys = inPriorityOrder(participantsOf(state, BUY), priceTicks);
  const sells = inPriorityOrder(participantsOf(state, SELL), priceTicks);
  for (let left = quantity; left > 0;) {
    const buy = buys[0];
    const sell = sells[0];
    if (!buy || !sell) throw new Error('the participants have fewer shares than the auction trades');
    const traded = Math.min(left, openQuantity(buy), openQuantity(sell));
    fill(state, buy, traded);
    fill(state, sell, traded);
    state.ring.push(
      EVENT.TRADE,
      buy.slot,
      sell.slot,
      priceTicks,
      traded,
      buy.filled,
      sell.filled,
      NO_AGGRESSOR,
    );
    recordTrade(state, priceTicks);
    left -= traded;
    if (isFilled(buy)) buys.shift();
    if (isFilled(sell)) sells.shift();
  }
}

function inPriorityOrder(participants: readonly Order[], priceTicks: number): Order[] {
  // rule AUCTION_TIME_PRIORITY
  const best = (order: Order): number => (sideOf(order) === BUY ? MAX_PRICE_TICKS + 1 : 0);
  const price = (order: Order): number => priceBoundOf(order) || best(order);
  return participants
    .filter((order) => wouldTradeAt(order, priceTicks))
    .sort((one, other) => (price(one) - price(other)) * (sideOf(one) === BUY ? -1 : 1));
}

function fill(state: NaiveBookState, order: Order, quantity: number): void {
  if (!state.callOrders.includes(order)) return fillResting(state, order, quantity);
  order.filled += quantity;
  if (isFilled(order)) remove(state, order);
}
