import type { BookRules } from '../book-rules.ts';
import { BUY } from '../codes.ts';
import type { EventRing } from '../event-ring.ts';
import type { BookLevel } from '../matching-book.ts';
import { accepts, openQuantity, sideOf, sum, type Order } from './order.ts';

export interface NaiveBookState {
  readonly ring: EventRing;
  rules: BookRules;
  phase: number;
  tradeDay: number;
  lastTicks: number;
  previousCloseTicks: number;
  auctionTicks: number;
  theoreticalTicks: number;
  theoreticalQuantity: number;
  /** By priority: best price first, then time. */
  bids: Order[];
  asks: Order[];
  /** In order of entry, like the stops. */
  callOrders: Order[];
  stops: Order[];
  triggered: Order[];
  /** Price range of the present operation's trades, until its stops are triggered; null for no trade. */
  traded: { lowestTicks: number; highestTicks: number } | null;
}

/** Reference price: the last trade, before the first trade the previous close; 0 without either. */
export const referenceOf = (state: NaiveBookState): number => state.lastTicks || state.previousCloseTicks;

export const restingOn = (state: NaiveBookState, side: number): Order[] =>
  side === BUY ? state.bids : state.asks;
export const restingAgainst = (state: NaiveBookState, order: Order): Order[] =>
  restingOn(state, 1 - sideOf(order));

export const bestTicksOn = (state: NaiveBookState, side: number): number =>
  restingOn(state, side)[0]?.limitTicks ?? 0;

/** Rests an order behind all orders with the same or a better price. */
export function rest(state: NaiveBookState, order: Order): void {
  // rule PRICE_TIME_PRIORITY
  // rule ICEBERG_DISPLAY
  order.shown = displayedPartOf(order);
  insertByPrice(restingOn(state, sideOf(order)), order);
}

/** Quantity that an order displays when it rests, or when its displayed part has traded. */
export const displayedPartOf = (order: Order): number =>
  order.displayQuantity === 0 ? openQuantity(order) : Math.min(order.displayQuantity, openQuantity(order));

/** Inserts an order behind all orders of a queue whose price it does not beat. */
export function insertByPrice(queue: Order[], order: Order): void {
  const behind = queue.findIndex(
    (other) => other.limitTicks !== order.limitTicks && accepts(order, other.limitTicks),
  );
  queue.splice(behind === -1 ? queue.length : behind, 0, order);
}

/** Every queue that may hold an open order. */
export const queuesOf = (state: NaiveBookState): readonly Order[][] => [
  state.bids,
  state.asks,
  state.callOrders,
  state.stops,
  state.triggered,
];

/** @throws Error when no open order has the slot */
export function findOrder(state: NaiveBookState, slot: number): Order {
  for (const list of queuesOf(state)) {
    const order = list.find((one) => one.slot === slot);
    if (order) return order;
  }
  throw new Error(`no open order of this book has the slot ${slot}`);
}

export function remove(state: NaiveBookState, order: Order): void {
  for (const list of queuesOf(state)) {
    const at = list.indexOf(order);
    if (at !== -1) list.splice(at, 1);
  }
}

/** The orders of a queue grouped by price, best first. */
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
