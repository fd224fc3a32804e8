import type { BookStreamSubscription } from '#sdk/src/index.ts';
import type { Order } from '../orders/order-rows.ts';
import { isOpen } from '../orders/order-rows.ts';

export type Book = BookStreamSubscription['book'];

/** A level of the book with what the screen shows beside it. */
export interface Level {
  readonly price: string;
  readonly quantity: number;
  readonly orders: number;
  /** Shares of this level and of all better ones. */
  readonly total: number;
  readonly isOwn: boolean;
}

/** Adds up a side, best level first. */
export function levelsOf(side: Book['bids'], ownPrices: ReadonlySet<string>): Level[] {
  let total = 0;
  return side.map(({ price, quantity, orders }) => {
    total += quantity;
    return { price, quantity, orders, total, isOwn: ownPrices.has(price) };
  });
}

/** Prices at which open orders of the user rest on a side. */
export const ownPricesOf = (
  orders: Iterable<Order>,
  ticker: string,
  side: 'BUY' | 'SELL',
): ReadonlySet<string> =>
  new Set(
    [...orders]
      .filter((order) => order.ticker === ticker && order.side === side && isOpen(order))
      .filter(({ stopPrice, triggeredAt }) => stopPrice === null || triggeredAt !== null)
      .flatMap(({ limitPrice }) => limitPrice ?? []),
  );
