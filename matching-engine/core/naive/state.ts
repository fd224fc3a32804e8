import type { BookRules } from '../book-rules.ts';
import { BUY } from '../codes.ts';
import type { EventRing } from '../event-ring.ts';
import type { BookLevel } from '../matching-book.ts';
import { accepts, openQuantity, sideOf, sum, type Order } from './order.ts';

/** All that a naive book knows. */
export interface State {
  readonly ring: EventRing;
  rules: BookRules;
  phase: number;
  tradeDay: number;
  lastTicks: number;
  previousCloseTicks: number;
  auctionTicks: number;
  theoreticalTicks: number;
  theoreticalQuantity: number;
  /** Best first, at a price first come first. */
  bids: Order[];
  asks: Order[];
  /** In order of entry, like the stops. */
  callOrders: Order[];
  stops: Order[];
  triggered: Order[];
  /** The lowest and the highest price of what the present step has traded; null when it has not. */
  traded: { lowestTicks: number; highestTicks: number } | null;
}

/** What prices are compared with where no trade is near: the last trade, before one the previous close, 0 for neither. */
export const referenceOf = (state: State): number => state.lastTicks || state.previousCloseTicks;

export const restingOn = (state: State, side: number): Order[] => (side === BUY ? state.bids : state.asks);
export const restingAgainst = (state: State, order: Order): Order[] => restingOn(state, 1 - sideOf(order));

export const bestTicksOn = (state: State, side: number): number => restingOn(state, side)[0]?.limitTicks ?? 0;

/** Puts an order in its queue: behind all that are priced as well or better. */
export function rest(state: State, order: Order): void {
  // rule PRICE_TIME_PRIORITY
  // rule ICEBERG_DISPLAY
  order.shown = shownPartOf(order);
  placeLast(restingOn(state, sideOf(order)), order);
}

/** What an order shows when it comes to a queue, or when what it showed has traded. */
export const shownPartOf = (order: Order): number =>
  order.displayQuantity === 0 ? openQuantity(order) : Math.min(order.displayQuantity, openQuantity(order));

/** Places an order behind all of a queue whose price it does not beat. */
export function placeLast(queue: Order[], order: Order): void {
  const behind = queue.findIndex(
    (other) => other.limitTicks !== order.limitTicks && accepts(order, other.limitTicks),
  );
  queue.splice(behind === -1 ? queue.length : behind, 0, order);
}

/** Every list that an open order can stand in. */
export const listsOf = (state: State): readonly Order[][] => [
  state.bids,
  state.asks,
  state.callOrders,
  state.stops,
  state.triggered,
];

/** @throws Error when no open order has the slot */
export function findOrder(state: State, slot: number): Order {
  for (const list of listsOf(state)) {
    const order = list.find((one) => one.slot === slot);
    if (order) return order;
  }
  throw new Error(`no open order of this book has the slot ${slot}`);
}

export function remove(state: State, order: Order): void {
  for (const list of listsOf(state)) {
    const at = list.indexOf(order);
    if (at !== -1) list.splice(at, 1);
  }
}

/** The orders of a queue, together by price, best first. */
export function byPrice(queue: readonly Order[]): Order[][] {
  const groups: Order[][] = [];
  for (const order of queue) {
    const last = groups.at(-1);
    if (last?.[0]?.limitTicks === order.limitTicks) last.push(order);
    else groups.push([order]);
  }
  return groups;
}

/** Displayed levels, best first. */
export const levelsOf = (queue: readonly Order[]): BookLevel[] =>
  byPrice(queue).map((orders) => ({
    priceTicks: orders[0]?.limitTicks ?? 0,
    quantity: sum(orders, (order) => order.shown),
    orders: orders.length,
  }));
