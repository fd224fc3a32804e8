import type { Side } from '#domain/orders/order.ts';
import type { Order } from './order.ts';

/** A price of one side with what rests there. */
export interface Level {
  readonly priceTicks: number;
  /** Displayed shares. */
  readonly quantity: number;
  readonly orders: number;
}

/**
 * The resting orders of one instrument, in price-time priority: the better price first, within a price whoever came
 * first (B3: "prioridade preço-tempo"). It keeps order; what may enter, trade or leave is decided outside, so another
 * implementation only has to be faster.
 */
export interface Book {
  /** The best price of the resting orders of a side; null when there are none. */
  bestPriceTicks(side: Side): number | null;
  /** The resting order of a side that trades next; null when there is none. */
  first(side: Side): Order | null;
  /** Puts an order behind all others at its limit price, with its open quantity. */
  add(order: Order): void;
  /** Takes an order out, whatever of it is still open. Throws when it does not rest here. */
  remove(order: Order): void;
  /** Tells that a resting order's open quantity fell by so much; it keeps its place. Throws as `remove` does. */
  reduce(order: Order, byQuantity: number): void;
  /** Shares that rest on a side at the limit or better, counted until `enough` is reached. */
  quantityWithin(side: Side, limitTicks: number, enough: number): number;
  /** What rests at a price; zeros when nothing does. */
  level(side: Side, priceTicks: number): Level;
  /** All levels of a side, best first. */
  levels(side: Side): Level[];
}
