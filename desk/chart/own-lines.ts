import { isOpen, type Order } from '../orders/order-rows.ts';

/** The user's open orders of one side at one price: of those in the book, or of stops that wait for their trigger. */
export interface OwnLine {
  readonly side: 'BUY' | 'SELL';
  readonly isStop: boolean;
  readonly price: number;
  /** Shares that have not traded yet. */
  readonly quantity: number;
}

/** More lines hide the candles. */
const MOST_LINES = 10;

/** Adds up a ticker's open orders by side and price, and gives those closest to the last price; an order without a price has no line. */
export function ownLinesOf(orders: Iterable<Order>, ticker: string, last: number | null): readonly OwnLine[] {
  const lines = new Map<string, OwnLine>();
  for (const order of orders) {
    const isStop = order.stopPrice !== null && order.triggeredAt === null;
    const price = isStop ? order.stopPrice : order.limitPrice;
    if (order.ticker !== ticker || price === null || !isOpen(order)) continue;
    const key = `${order.side} ${isStop} ${price}`;
    const quantity = (lines.get(key)?.quantity ?? 0) + order.leavesQuantity;
    lines.set(key, { side: order.side, isStop, price: Number(price), quantity });
  }
  const distance = ({ price }: OwnLine): number => Math.abs(price - (last ?? 0));
  return [...lines.values()].sort((one, other) => distance(one) - distance(other)).slice(0, MOST_LINES);
}
