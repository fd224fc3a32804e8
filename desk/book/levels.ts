import { decimal, type BookStreamSubscription } from '#sdk/src/index.ts';
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

/** Distance from the best bid to the best ask; null without one of them, and in an auction, where bids may lie above asks. */
export function spreadOf(bid: string | undefined, ask: string | undefined): string | null {
  if (bid === undefined || ask === undefined) return null;
  const spread = decimal.subtract(ask, bid);
  return decimal.compare(spread, '0') > 0 ? spread : null;
}

/** The buyers' part of all shares on the screen, in percent; null of an empty book. */
export function buyersShare(bids: readonly Level[], asks: readonly Level[]): number | null {
  const [buying, selling] = [bids.at(-1)?.total ?? 0, asks.at(-1)?.total ?? 0];
  return buying + selling === 0 ? null : Math.round((buying / (buying + selling)) * 100);
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
