import type { BookRules } from '#engine/core/book-rules.ts';
import type { BookOrder, BookSnapshot } from '#engine/core/book-snapshot.ts';
import { EventRing } from '#engine/core/event-ring.ts';
import type { BookFactory, MatchingBook } from '#engine/core/matching-book.ts';
import { OrderPool, STRIDE } from '#engine/core/order-pool.ts';
import { writeTerms, type OrderTerms } from '#engine/core/order-terms.ts';
import type { BookCommand } from './book-command.ts';
import { OpenOrderTracker } from './open-order-tracker.ts';

/** One book with its pool and its event ring, for a stream of commands. */
export class BookRunner {
  book: MatchingBook;
  /** Slots of the open orders, in no particular order. */
  readonly openSlots: number[] = [];
  readonly tracker = new OpenOrderTracker();
  private pool = new OrderPool(2);
  private readonly ring = new EventRing(2);
  private tradeDay = 0;

  private readonly factory: BookFactory;
  private rules: BookRules;

  constructor(factory: BookFactory, rules: BookRules) {
    this.factory = factory;
    this.rules = rules;
    this.book = factory(this.pool, this.ring, rules);
  }

  /** Applies a command; returns the event rows of the book. */
  apply(command: BookCommand): Int32Array {
    this.execute(command);
    const rows = this.ring.rows.slice(0, this.ring.length);
    this.ring.clear();
    this.giveBackEnded(rows);
    return rows;
  }

  /** Taken slots of the pool. */
  get slotsTaken(): number {
    return this.pool.size;
  }

  private execute(command: BookCommand): void {
    const { book } = this;
    switch (command.type) {
      case 'ENTER':
        return book.enter(this.takeSlot(command.terms));
      case 'CANCEL':
        return book.cancel(command.slot, command.reason);
      case 'EXPIRE':
        return book.expire(command.slot, command.reason);
      case 'REPLACE':
        return book.replace(
          command.slot,
          command.quantity,
          command.limitTicks,
          command.stopTicks,
          command.displayQuantity,
          command.minimumQuantity,
        );
      case 'SET_PHASE':
        return book.setPhase(command.phase);
      case 'START_TRADING_DAY':
        this.tradeDay = command.tradeDay;
        return book.startTradingDay(command.tradeDay, command.previousCloseTicks);
      case 'SET_PREVIOUS_CLOSE':
        return book.setPreviousClose(command.previousCloseTicks);
      case 'SET_RULES':
        this.rules = command.rules;
        return book.setRules(command.rules);
      case 'RESTORE':
        return this.restore();
    }
  }

  private takeSlot(terms: OrderTerms): number {
    const slot = this.pool.take();
    const at = slot * STRIDE;
    this.pool.fields.fill(0, at, at + STRIDE);
    writeTerms(this.pool.fields, at, terms);
    this.openSlots.push(slot);
    this.tracker.enter(slot, terms.quantity);
    return slot;
  }

  private restore(): void {
    const pool = new OrderPool(2);
    this.openSlots.length = 0;
    this.tracker.orders.clear();
    const withNewSlots = (orders: readonly BookOrder[]): BookOrder[] =>
      orders.map((order) => {
        const slot = pool.take();
        this.openSlots.push(slot);
        this.tracker.orders.set(slot, { quantity: order.quantity, filled: order.filled });
        return { ...order, slot };
      });
    const book = withOrders(this.book.capture(), withNewSlots);
    this.pool = pool;
    this.book = this.factory(pool, this.ring, this.rules, { book, tradeDay: this.tradeDay });
  }

  private giveBackEnded(rows: Int32Array): void {
    for (const slot of this.tracker.apply(rows)) {
      this.pool.giveBack(slot);
      this.openSlots[this.openSlots.indexOf(slot)] = this.openSlots.at(-1) ?? 0;
      this.openSlots.pop();
    }
  }
}

/** A copy of a snapshot with each list of orders changed. */
export const withOrders = (
  snapshot: BookSnapshot,
  change: (orders: readonly BookOrder[]) => readonly BookOrder[],
): BookSnapshot => ({
  ...snapshot,
  bids: change(snapshot.bids),
  asks: change(snapshot.asks),
  callOrders: change(snapshot.callOrders),
  stops: change(snapshot.stops),
  triggered: change(snapshot.triggered),
});
