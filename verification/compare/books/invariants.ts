import { isDeepStrictEqual } from 'node:util';
import type { BookOrder, BookSnapshot } from '#engine/core/book-snapshot.ts';
import { BUY, isCall, PHASE, SELL, TIF } from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE, NO_AGGRESSOR } from '#engine/core/event-ring.ts';
import { sideOfKind, timeInForceOfKind } from '#engine/core/order-pool.ts';
import { auctionByForce } from './brute-force-auction.ts';
import type { BookCommand } from './book-command.ts';
import type { BookRunner } from './book-runner.ts';

/** What holds of a book at any time, looked at from outside. An empty list when all does. */
export function brokenInvariants(snapshot: BookSnapshot, runner: BookRunner): string[] {
  const { bids, asks, callOrders, stops, triggered } = snapshot;
  const broken: string[] = [];
  const expectThat = (holds: boolean, what: string): void => void (holds || broken.push(what));
  const resting = [...bids, ...asks];
  const waiting = [...callOrders, ...stops, ...triggered];
  expectThat(isSorted(bids, -1) && isSorted(asks, 1), 'queues stand best first');
  expectThat(
    bids.every((order) => sideOfKind(order.kind) === BUY) &&
      asks.every((order) => sideOfKind(order.kind) === SELL),
    'orders rest on their side',
  );
  expectThat(
    resting.every(showsWhatItMay),
    'orders show their open quantity or a part of at most their display',
  );
  expectThat(
    waiting.every(({ shown }) => shown === 0),
    'what waits shows nothing',
  );
  expectThat(isLedgerOf(runner, [...resting, ...waiting]), 'no order is lost, and fills add up');
  expectThat(runner.slotsTaken === resting.length + waiting.length, 'no slot is lost');
  if (snapshot.phase === PHASE.CONTINUOUS) {
    const [bid, ask] = [bids[0]?.limitTicks ?? 0, asks[0]?.limitTicks ?? Infinity];
    expectThat(bid < ask, 'in continuous trading nothing crosses');
    expectThat(triggered.length === 0, 'in continuous trading a triggered stop does not wait');
    expectThat(
      callOrders.every(({ kind }) => timeInForceOfKind(kind) === TIF.AT_CLOSE),
      'orders for an auction have ended',
    );
  }
  expectThat(
    isLevelsOf(runner, BUY, bids) && isLevelsOf(runner, SELL, asks),
    'levels are sums of what shows',
  );
  const auction = auctionByForce(snapshot);
  expectThat(
    isDeepStrictEqual(runner.book.theoretical(), auction),
    'the theoretical price is that of the rules',
  );
  const told = { priceTicks: snapshot.theoreticalTicks, quantity: snapshot.theoreticalQuantity };
  const isTold = isCall(snapshot.phase) ? auction : { priceTicks: 0, quantity: 0 };
  expectThat(isDeepStrictEqual(told, isTold), 'in a call it has been told');
  return broken;
}

/** What is wrong with an auction that a command may have ended, given the book before it. */
export function brokenAuction(before: BookSnapshot, command: BookCommand, rows: Int32Array): string[] {
  if (command.type !== 'SET_PHASE') return [];
  const ends = command.phase === PHASE.CONTINUOUS || command.phase === PHASE.CLOSED;
  const expected =
    ends && before.phase !== PHASE.CONTINUOUS ? auctionByForce(before) : { priceTicks: 0, quantity: 0 };
  let quantity = 0;
  const prices = new Set<number>();
  for (let at = 0; at < rows.length; at += EVENT_STRIDE) {
    if (rows[at] !== EVENT.TRADE || rows[at + 7] !== NO_AGGRESSOR) continue;
    prices.add(rows[at + 3] ?? 0);
    quantity += rows[at + 4] ?? 0;
  }
  const isOnePrice =
    prices.size === (expected.quantity > 0 ? 1 : 0) &&
    [...prices].every((price) => price === expected.priceTicks);
  return isOnePrice && quantity === expected.quantity
    ? []
    : ['an auction trades its quantity at its one price'];
}

const isSorted = (orders: readonly BookOrder[], direction: number): boolean =>
  orders.every(({ limitTicks }, at) => {
    const before = orders[at - 1]?.limitTicks ?? limitTicks;
    return limitTicks > 0 && (limitTicks - before) * direction >= 0;
  });

function showsWhatItMay({ quantity, filled, displayQuantity, shown }: BookOrder): boolean {
  const open = quantity - filled;
  if (displayQuantity === 0) return shown === open;
  return shown > 0 && shown <= open && shown <= displayQuantity;
}

function isLedgerOf({ ledger, book }: BookRunner, orders: readonly BookOrder[]): boolean {
  return (
    ledger.orders.size === orders.length &&
    orders.every(({ slot, quantity, filled }) => {
      const known = ledger.orders.get(slot);
      return (
        book.isOpen(slot) && known?.quantity === quantity && known.filled === filled && filled < quantity
      );
    })
  );
}

function isLevelsOf({ book }: BookRunner, side: number, orders: readonly BookOrder[]): boolean {
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
