import type { Side } from '#domain/orders/order.ts';
import type { Book, Level } from './book.ts';
import { crosses, limitOf, openQuantity, opposite, type Order } from './order.ts';

/** An order's place in the queue of its price. */
interface Place {
  readonly order: Order;
  readonly queue: Queue;
  before: Place | null;
  after: Place | null;
}

/** The orders at one price, first come first. */
interface Queue {
  readonly priceTicks: number;
  first: Place | null;
  last: Place | null;
  quantity: number;
  orders: number;
}

/** One side: queues by price, and the prices from worst to best, so that the best is added and dropped at the end. */
interface Ladder {
  readonly side: Side;
  readonly queues: Map<number, Queue>;
  readonly prices: number[];
}

/**
 * A book of price levels: the best price and an order's place are found without search, a new or emptied level by
 * binary search.
 */
export function createPriceLevelBook(): Book {
  const ladders: Readonly<Record<Side, Ladder>> = { BUY: createLadder('BUY'), SELL: createLadder('SELL') };
  const places = new Map<Order, Place>();

  const best = (side: Side): Queue | null => {
    const { prices, queues } = ladders[side];
    const price = prices.at(-1);
    return price === undefined ? null : (queues.get(price) ?? null);
  };
  const placeOf = (order: Order): Place => {
    const place = places.get(order);
    if (!place) throw new Error(`order ${order.orderId} does not rest in the book of ${order.ticker}`);
    return place;
  };

  return {
    bestPriceTicks: (side) => best(side)?.priceTicks ?? null,
    first: (side) => best(side)?.first?.order ?? null,
    add: (order) => {
      const queue = queueAt(ladders[order.side], limitOf(order));
      const place: Place = { order, queue, before: queue.last, after: null };
      if (queue.last) queue.last.after = place;
      else queue.first = place;
      queue.last = place;
      queue.quantity += openQuantity(order);
      queue.orders += 1;
      places.set(order, place);
    },
    remove: (order) => {
      const place = placeOf(order);
      places.delete(order);
      unlink(place);
      place.queue.quantity -= openQuantity(order);
      place.queue.orders -= 1;
      if (place.queue.orders === 0) dropQueue(ladders[order.side], place.queue);
    },
    reduce: (order, byQuantity) => {
      placeOf(order).queue.quantity -= byQuantity;
    },
    quantityWithin: (side, limitTicks, enough) => quantityWithin(ladders[side], limitTicks, enough),
    level: (side, priceTicks) =>
      levelOf(ladders[side].queues.get(priceTicks) ?? { priceTicks, quantity: 0, orders: 0 }),
    levels: (side) =>
      ladders[side].prices.toReversed().flatMap((price) => {
        const queue = ladders[side].queues.get(price);
        return queue ? [levelOf(queue)] : [];
      }),
  };
}

const createLadder = (side: Side): Ladder => ({ side, queues: new Map(), prices: [] });

const levelOf = ({ priceTicks, quantity, orders }: Level): Level => ({ priceTicks, quantity, orders });

/** The index of a price in the ladder, or where it belongs. */
function indexOf({ side, prices }: Ladder, priceTicks: number): number {
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const price = prices[middle] ?? priceTicks;
    const isWorse = side === 'BUY' ? price < priceTicks : price > priceTicks;
    if (isWorse) low = middle + 1;
    else high = middle;
  }
  return low;
}

function queueAt(ladder: Ladder, priceTicks: number): Queue {
  const known = ladder.queues.get(priceTicks);
  if (known) return known;
  const queue: Queue = { priceTicks, first: null, last: null, quantity: 0, orders: 0 };
  ladder.queues.set(priceTicks, queue);
  ladder.prices.splice(indexOf(ladder, priceTicks), 0, priceTicks);
  return queue;
}

function dropQueue(ladder: Ladder, queue: Queue): void {
  ladder.queues.delete(queue.priceTicks);
  ladder.prices.splice(indexOf(ladder, queue.priceTicks), 1);
}

function unlink(place: Place): void {
  if (place.before) place.before.after = place.after;
  else place.queue.first = place.after;
  if (place.after) place.after.before = place.before;
  else place.queue.last = place.before;
}

function quantityWithin({ side, prices, queues }: Ladder, limitTicks: number, enough: number): number {
  let found = 0;
  for (let index = prices.length - 1; index >= 0 && found < enough; index--) {
    const price = prices[index];
    if (price === undefined || !crosses(opposite(side), limitTicks, price)) break;
    found += queues.get(price)?.quantity ?? 0;
  }
  return found;
}
