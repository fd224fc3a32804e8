import { readOrder, type BookOrder } from '../book-snapshot.ts';
import { selfTradeOfKind, sideOfKind, timeInForceOfKind, typeOfKind, type OrderPool } from '../order-pool.ts';
import { BUY, TIF, TYPE } from '../codes.ts';

/** An open order of the naive book: the fields of a snapshot's order, mutable. */
export type Order = { -readonly [Field in keyof BookOrder]: BookOrder[Field] };

/** The order that the caller has written to the pool, before any fill. */
export const orderOf = (pool: OrderPool, slot: number): Order => ({
  ...readOrder(pool.fields, slot),
  filled: 0,
  shown: 0,
});

export const sideOf = (order: Order): number => sideOfKind(order.kind);
export const typeOf = (order: Order): number => typeOfKind(order.kind);
export const timeInForceOf = (order: Order): number => timeInForceOfKind(order.kind);
export const selfTradeOf = (order: Order): number => selfTradeOfKind(order.kind);

export const openQuantity = (order: Order): number => order.quantity - order.filled;
export const isFilled = (order: Order): boolean => order.filled === order.quantity;

export const isStop = (order: Order): boolean =>
  typeOf(order) === TYPE.STOP || typeOf(order) === TYPE.STOP_LIMIT;
export const isForCall = (order: Order): boolean =>
  timeInForceOf(order) === TIF.AUCTION || timeInForceOf(order) === TIF.AT_CLOSE;
export const mayRest = (order: Order): boolean =>
  timeInForceOf(order) !== TIF.IOC && timeInForceOf(order) !== TIF.FOK;

/** True when the order may trade at the price. */
export const accepts = (order: Order, priceTicks: number): boolean =>
  sideOf(order) === BUY ? priceTicks <= order.limitTicks : priceTicks >= order.limitTicks;

/** The price bounded by the order's protection: the lower of both for a buy, the higher for a sell. */
export function withinProtection(order: Order, priceTicks: number): number {
  if (order.protectionTicks === 0) return priceTicks;
  return sideOf(order) === BUY
    ? Math.min(priceTicks, order.protectionTicks)
    : Math.max(priceTicks, order.protectionTicks);
}

export const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
