import { isDeepStrictEqual } from 'node:util';
import type { BookOrder, BookSnapshot } from '#engine/core/book-snapshot.ts';
import { BUY, isCall, PHASE, SELL, TIF } from '#engine/core/codes.ts';
import { sideOfKind, timeInForceOfKind } from '#engine/core/order-pool.ts';
import { bruteForceAuction } from './brute-force-auction.ts';
import type { BookRunner } from './book-runner.ts';

/** Checks the invariants of a book that hold at any time. Returns the broken ones. */
export function brokenInvariants(snapshot: BookSnapshot, runner: BookRunner): string[] {
  const { bids, asks, callOrders, stops, triggered } = snapshot;
  const broken: string[] = [];
  const expectThat = (holds: boolean, invariant: string): void => void (holds || broken.push(invariant));
  const resting = [...bids, ...asks];
  const waiting = [...callOrders, ...stops, ...triggered];
  expectThat(isSorted(bids, -1) && isSorted(asks, 1), 'queues are sorted best price first');
  expectThat(
    bids.every((order) => sideOfKind(order.kind) === BUY) &&
      asks.every((order) => sideOfKind(order.kind) === SELL),
    'orders rest on their own side',
  );
  expectThat(
    resting.every(hasValidDisplay),
    'orders display their open quantity, icebergs at most their displayed quantity',
  );
  expectThat(
    waiting.every(({ shown }) => shown === 0),
    'waiting orders display nothing',
  );
  expectThat(
    tracksSameOrders(runner, [...resting, ...waiting]),
    'the open orders are those of the events, and fills add up',
  );
  expectThat(runner.slotsTaken === resting.length + waiting.length, 'the pool holds exactly the open orders');
  if (snapshot.phase === PHASE.CONTINUOUS) {
    const [bid, ask] = [bids[0]?.limitTicks ?? 0, asks[0]?.limitTicks ?? Infinity];
    expectThat(bid < ask, 'the book is not crossed in continuous trading');
    expectThat(triggered.length === 0, 'no triggered stop waits in continuous trading');
    expectThat(
      callOrders.every(({ kind }) => timeInForceOfKind(kind) === TIF.AT_CLOSE),
      'orders for an auction have ended in continuous trading',
    );
  }
  expectThat(
    hasSumsAsLevels(runner, BUY, bids) && hasSumsAsLevels(runner, SELL, asks),
    'levels are the sums of displayed quantities',
  );
  const auction = bruteForceAuction(snapshot);
  expectThat(
    isDeepStrictEqual(runner.book.theoretical(), auction),
    'the theoretical price follows the rules',
  );
  const emitted = { priceTicks: snapshot.theoreticalTicks, quantity: snapshot.theoreticalQuantity };
  const expected = isCall(snapshot.phase) ? auction : { priceTicks: 0, quantity: 0 };
  expectThat(isDeepStrictEqual(emitted, expected), 'a call has emitted its theoretical price');
  return broken;
}

const isSorted = (orders: readonly BookOrder[], direction: number): boolean =>
  orders.every(({ limitTicks }, at) => {
    const before = orders[at - 1]?.limitTicks ?? limitTicks;
    return limitTicks > 0 && (limitTicks - before) * direction >= 0;
  });

function hasValidDisplay({ quantity, filled, displayQuantity, shown }: BookOrder): boolean {
  const open = quantity - filled;
  if (displayQuantity === 0) return shown === open;
  return shown > 0 && shown <= open && shown <= displayQuantity;
}

function tracksSameOrders({ tracker, book }: BookRunner, orders: readonly BookOrder[]): boolean {
  return (
    tracker.orders.size === orders.length &&
    orders.every(({ slot, quantity, filled }) => {
      const known = tracker.orders.get(slot);
      return (
        book.isOpen(slot) && known?.quantity === quantity && known.filled === filled && filled < quantity
      );
    })
  );
}

function hasSumsAsLevels({ book }: BookRunner, side: number, orders: readonly BookOrder[]): boolean {
  const sums = new Map<number, { priceTicks: number; quantity: number; orders: number }>();
  for (const { limitTicks: priceTicks, shown } of orders) {
    const level = sums.get(priceTicks) ?? { priceTicks, quantity: 0, orders: 0 };
    level.quantity += shown;
    level.orders += 1;
    sums.set(priceTicks, level);
  }
  return (
    isDeepStrictEqual(book.levels(side, orders.length), [...sums.values()]) &&
    book.bestTicks(side) === (orders[0]?.limitTicks ?? 0)
  );
}
