import type { BookRules } from '#engine/core/book-rules.ts';
import type { BookOrder, BookSnapshot } from '#engine/core/book-snapshot.ts';
import { EventRing } from '#engine/core/event-ring.ts';
import type { BookFactory, MatchingBook } from '#engine/core/matching-book.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  INVESTOR,
  KIND,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  OrderPool,
  PROTECTION_TICKS,
  QUANTITY,
  STOP_TICKS,
  STRIDE,
} from '#engine/core/order-pool.ts';
import type { BookCommand, OrderTerms } from './book-command.ts';
import { OrderLedger } from './order-ledger.ts';

/** One book with its pool and its ring, told commands and looked at from outside. */
export class BookRunner {
  book: MatchingBook;
  /** Slots of the open orders, in no order that means anything. */
  readonly openSlots: number[] = [];
  readonly ledger = new OrderLedger();
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

  /** Does it; the rows that the book told. */
  apply(command: BookCommand): Int32Array {
    this.do(command);
    const rows = this.ring.rows.slice(0, this.ring.length);
    this.ring.clear();
    this.giveBackEnded(rows);
    return rows;
  }

  /** Slots that are taken in the pool. */
  get slotsTaken(): number {
    return this.pool.size;
  }

  private do(command: BookCommand): void {
    const { book } = this;
    switch (command.type) {
      case 'ENTER':
        return book.enter(this.slotOf(command.terms));
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
      case 'START_SESSION':
        this.tradeDay = command.tradeDay;
        return book.startSession(command.tradeDay, command.previousCloseTicks);
      case 'SET_PREVIOUS_CLOSE':
        return book.setPreviousClose(command.previousCloseTicks);
      case 'SET_RULES':
        this.rules = command.rules;
        return book.setRules(command.rules);
      case 'RESTORE':
        return this.restore();
    }
  }

  private slotOf(terms: OrderTerms): number {
    const slot = this.pool.take();
    writeTerms(this.pool.fields, slot * STRIDE, terms);
    this.openSlots.push(slot);
    this.ledger.enter(slot, terms.quantity);
    return slot;
  }

  private restore(): void {
    const pool = new OrderPool(2);
    this.openSlots.length = 0;
    this.ledger.orders.clear();
    const moved = (orders: readonly BookOrder[]): BookOrder[] =>
      orders.map((order) => {
        const slot = pool.take();
        this.openSlots.push(slot);
        this.ledger.orders.set(slot, { quantity: order.quantity, filled: order.filled });
        return { ...order, slot };
      });
    const book = withOrders(this.book.capture(), moved);
    this.pool = pool;
    this.book = this.factory(pool, this.ring, this.rules, { book, tradeDay: this.tradeDay });
  }

  private giveBackEnded(rows: Int32Array): void {
    for (const slot of this.ledger.follow(rows)) {
      this.pool.giveBack(slot);
      this.openSlots[this.openSlots.indexOf(slot)] = this.openSlots.at(-1) ?? 0;
      this.openSlots.pop();
    }
  }
}

function writeTerms(fields: Int32Array, at: number, terms: OrderTerms): void {
  fields.fill(0, at, at + STRIDE);
  fields[at + KIND] = terms.kind;
  fields[at + QUANTITY] = terms.quantity;
  fields[at + LIMIT_TICKS] = terms.limitTicks;
  fields[at + STOP_TICKS] = terms.stopTicks;
  fields[at + PROTECTION_TICKS] = terms.protectionTicks;
  fields[at + DISPLAY_QUANTITY] = terms.displayQuantity;
  fields[at + MINIMUM_QUANTITY] = terms.minimumQuantity;
  fields[at + INVESTOR] = terms.investor;
  fields[at + EXPIRES_DAY] = terms.expiresDay;
}

/** A snapshot with each list of orders made anew. */
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
