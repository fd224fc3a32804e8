import type { BookOrder } from '../book-snapshot.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  INVESTOR,
  KIND,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  selfTradeOfKind,
  sideOfKind,
  STOP_TICKS,
  STRIDE,
  timeInForceOfKind,
  typeOfKind,
  type OrderPool,
} from '../order-pool.ts';
import { BUY, TIF, TYPE } from '../codes.ts';

/** An open order of the naive book: the fields of a snapshot's order, to be changed in place. */
export type Order = { -readonly [Field in keyof BookOrder]: BookOrder[Field] };

/** The terms that the caller wrote in the pool, as an order that has not traded. */
export function orderOf(pool: OrderPool, slot: number): Order {
  const field = (offset: number): number => pool.fields[slot * STRIDE + offset] ?? 0;
  return {
    slot,
    kind: field(KIND),
    quantity: field(QUANTITY),
    filled: 0,
    limitTicks: field(LIMIT_TICKS),
    stopTicks: field(STOP_TICKS),
    protectionTicks: field(PROTECTION_TICKS),
    displayQuantity: field(DISPLAY_QUANTITY),
    shown: 0,
    minimumQuantity: field(MINIMUM_QUANTITY),
    investor: field(INVESTOR),
    expiresDay: field(EXPIRES_DAY),
  };
}

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

/** A price, or the order's protection where that is nearer to nothing traded: lower for a buy, higher for a sell. */
export function withinProtection(order: Order, priceTicks: number): number {
  if (order.protectionTicks === 0) return priceTicks;
  return sideOf(order) === BUY
    ? Math.min(priceTicks, order.protectionTicks)
    : Math.max(priceTicks, order.protectionTicks);
}

export const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
