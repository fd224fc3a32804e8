import { BUY, CANCEL, PHASE, SELL, STP, TIF, TYPE } from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE, EventRing } from '#engine/core/event-ring.ts';
import type { BookFactory, BookLevel, MatchingBook } from '#engine/core/matching-book.ts';
import { kindOf, OrderPool, STRIDE } from '#engine/core/order-pool.ts';
import { BLANK_TERMS, writeTerms } from '#engine/core/order-terms.ts';
import { OPEN_RULES } from './open-rules.ts';

/** An order of a recorded flow. The book keeps the fields; a replay extends the class with its own. */
export class FlowOrder {
  readonly side: number;
  /** Price at which it rests; 0 for a market order without a price. */
  priceTicks = 0;
  /** Open shares; 0 before entry and after the end. */
  open = 0;
  /** Slot in the pool while the order is open. */
  slot = 0;
  /** Total quantity at the last entry or change, as the book counts. */
  quantity = 0;

  constructor(side: number) {
    this.side = side;
  }
}

export interface FlowFill<Order extends FlowOrder> {
  readonly maker: Order;
  readonly taker: Order;
  readonly priceTicks: number;
  readonly quantity: number;
}

/** How an order enters: with a limit or at the market; to rest, to expire at once or to wait for the closing call. */
export type EntryType = 'LIMIT' | 'MARKET' | 'LIMIT_NOW' | 'MARKET_AT_CLOSE';

const KINDS: Readonly<Record<EntryType, readonly [type: number, timeInForce: number]>> = {
  LIMIT: [TYPE.LIMIT, TIF.DAY],
  MARKET: [TYPE.MARKET, TIF.DAY],
  LIMIT_NOW: [TYPE.LIMIT, TIF.IOC],
  MARKET_AT_CLOSE: [TYPE.MARKET, TIF.AT_CLOSE],
};

/**
 * A book of the engine in continuous trading, for the replay of a recorded flow. Its interface has orders instead of
 * slots, and corrects an order that differs from the file. The engine alone matches.
 */
export class FlowBook<Order extends FlowOrder> {
  private readonly pool = new OrderPool();
  private readonly ring = new EventRing();
  private readonly book: MatchingBook;
  private readonly orders: (Order | undefined)[] = [];
  /** Resting orders by side and price, by priority. */
  private readonly queues: readonly Map<number, Set<Order>>[] = [new Map(), new Map()];

  constructor(createBook: BookFactory) {
    this.book = createBook(this.pool, this.ring, OPEN_RULES);
    this.book.startTradingDay(1, 0);
    this.book.setPhase(PHASE.CONTINUOUS);
    this.ring.clear();
  }

  /** Enters an order that is not open; `priceTicks` is 0 at the market. */
  enter(order: Order, entryType: EntryType, quantity: number, priceTicks: number): FlowFill<Order>[] {
    const slot = this.pool.take();
    const [type, timeInForce] = KINDS[entryType];
    const kind = kindOf(order.side, type, timeInForce, STP.NONE);
    const terms = { ...BLANK_TERMS, kind, quantity, limitTicks: priceTicks };
    writeTerms(this.pool.fields, slot * STRIDE, terms);
    order.slot = slot;
    order.quantity = order.open = quantity;
    order.priceTicks = priceTicks;
    this.orders[slot] = order;
    this.book.enter(slot);
    const fills = this.readEvents();
    if (order.open > 0 && order.priceTicks > 0) this.queueOf(order).add(order);
    return fills;
  }

  /** Changes the open quantity of an order, and its price unless 0. B3's rules decide whether it keeps time priority. */
  change(order: Order, open: number, priceTicks = 0): FlowFill<Order>[] {
    const keepsPriority = open <= order.open && (priceTicks === 0 || priceTicks === order.priceTicks);
    if (!keepsPriority) this.leave(order);
    this.book.replace(order.slot, order.quantity - order.open + open, priceTicks, 0, 0, 0);
    const fills = this.readEvents();
    if (!keepsPriority && order.open > 0) this.queueOf(order).add(order);
    return fills;
  }

  cancel(order: Order): void {
    if (order.open === 0) return;
    this.book.cancel(order.slot, CANCEL.REQUESTED);
    this.readEvents();
  }

  /** Sets an order to the open quantity in the file. Shares that the book has no longer rest first at their price. */
  correct(order: Order, open: number, priceTicks: number): void {
    if (open === 0) this.cancel(order);
    else if (order.open >= open && order.priceTicks === priceTicks) this.change(order, open);
    else this.restFirst(order, open, priceTicks);
  }

  /** Rests an order behind all others at its price. Returns false if it would trade; then it does not enter. */
  restBehind(order: Order, open: number, priceTicks: number): boolean {
    if (this.wouldTrade(order.side, priceTicks)) return false;
    this.enter(order, 'LIMIT', open, priceTicks);
    return true;
  }

  /** Displayed levels, best first. */
  levels(side: number, depth: number): readonly BookLevel[] {
    return this.book.levels(side, depth);
  }

  /** The orders at a price, by priority. */
  queueAt(side: number, priceTicks: number): Order[] {
    return [...(this.queues[side]?.get(priceTicks) ?? [])];
  }

  private restFirst(order: Order, open: number, priceTicks: number): void {
    this.cancel(order);
    const others = this.queueAt(order.side, priceTicks).map((other) => ({ other, rest: other.open }));
    for (const { other } of others) this.cancel(other);
    this.restBehind(order, open, priceTicks);
    for (const { other, rest } of others) this.restBehind(other, rest, priceTicks);
  }

  private wouldTrade(side: number, priceTicks: number): boolean {
    const opposite = this.book.bestTicks(side === BUY ? SELL : BUY);
    return opposite > 0 && (side === BUY ? priceTicks >= opposite : priceTicks <= opposite);
  }

  private queueOf(order: Order): Set<Order> {
    const queues = this.queues[order.side] ?? new Map<number, Set<Order>>();
    const queue = queues.get(order.priceTicks) ?? new Set<Order>();
    queues.set(order.priceTicks, queue);
    return queue;
  }

  private leave(order: Order): void {
    const queue = this.queues[order.side]?.get(order.priceTicks);
    if (queue?.delete(order) && queue.size === 0) this.queues[order.side]?.delete(order.priceTicks);
  }

  private readEvents(): FlowFill<Order>[] {
    const { rows, length } = this.ring;
    const fills: FlowFill<Order>[] = [];
    const ended: Order[] = [];
    for (let at = 0; at < length; at += EVENT_STRIDE) this.readEvent(rows, at, fills, ended);
    this.ring.clear();
    for (const order of ended) this.end(order);
    return fills;
  }

  private readEvent(rows: Int32Array, at: number, fills: FlowFill<Order>[], ended: Order[]): void {
    const first = rows[at + 1] ?? 0;
    const second = rows[at + 2] ?? 0;
    switch (rows[at]) {
      case EVENT.ACCEPTED:
        this.orderIn(first).priceTicks = second;
        return;
      case EVENT.TRADE: {
        const [priceTicks = 0, quantity = 0] = rows.subarray(at + 3, at + 5);
        const maker = this.orderIn(first);
        const taker = this.orderIn(second);
        fills.push({ maker, taker, priceTicks, quantity });
        for (const order of [maker, taker]) {
          order.open -= quantity;
          if (order.open === 0) ended.push(order);
        }
        return;
      }
      case EVENT.REPLACED: {
        const order = this.orderIn(first);
        order.quantity = second;
        order.open = second - (rows[at + 3] ?? 0);
        order.priceTicks = rows[at + 4] ?? 0;
        return;
      }
      case EVENT.REJECTED:
      case EVENT.CANCELED:
      case EVENT.EXPIRED:
        ended.push(this.orderIn(first));
        return;
      case EVENT.REPLACE_REFUSED:
        throw new Error(`the book refused a change with rule code ${second}`);
      default:
        return;
    }
  }

  private end(order: Order): void {
    this.leave(order);
    this.pool.giveBack(order.slot);
    this.orders[order.slot] = undefined;
    order.open = order.slot = 0;
  }

  private orderIn(slot: number): Order {
    const order = this.orders[slot];
    if (!order) throw new Error(`slot ${slot} holds no order`);
    return order;
  }
}
