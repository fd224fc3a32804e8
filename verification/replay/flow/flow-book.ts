import { BUY, CANCEL, PHASE, SELL, STP, TIF, TYPE } from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE, EventRing } from '#engine/core/event-ring.ts';
import type { BookFactory, BookLevel, MatchingBook } from '#engine/core/matching-book.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  INVESTOR,
  KIND,
  kindOf,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  OrderPool,
  PROTECTION_TICKS,
  QUANTITY,
  STOP_TICKS,
  STRIDE,
} from '#engine/core/order-pool.ts';
import { OPEN_RULES } from './open-rules.ts';

/** An order of a known flow. The book keeps the fields; whoever replays adds what it knows of the order. */
export class FlowOrder {
  readonly side: number;
  /** Where it rests; 0 for a market order that has not found a price. */
  priceTicks = 0;
  /** Shares not filled; 0 once the order has ended, and before it has entered. */
  open = 0;
  /** Its slot in the pool while it is open. */
  slot = 0;
  /** Shares that it had in all when it entered or changed last, as the book counts. */
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

/** How an order enters: with a price or at the market, to stay, to end at once or to wait for the closing call. */
export type Entry = 'LIMIT' | 'MARKET' | 'LIMIT_NOW' | 'MARKET_AT_CLOSE';

const KINDS: Readonly<Record<Entry, readonly [type: number, timeInForce: number]>> = {
  LIMIT: [TYPE.LIMIT, TIF.DAY],
  MARKET: [TYPE.MARKET, TIF.DAY],
  LIMIT_NOW: [TYPE.LIMIT, TIF.IOC],
  MARKET_AT_CLOSE: [TYPE.MARKET, TIF.AT_CLOSE],
};

const ZEROS = [STOP_TICKS, PROTECTION_TICKS, DISPLAY_QUANTITY, MINIMUM_QUANTITY, INVESTOR, EXPIRES_DAY];

/**
 * A book of the engine in continuous trading for the replay of known flow: it speaks of orders instead of slots, and
 * can be brought back to what a file says where the two have parted. The matching is the engine's alone.
 */
export class FlowBook<Order extends FlowOrder> {
  private readonly pool = new OrderPool();
  private readonly ring = new EventRing();
  private readonly book: MatchingBook;
  private readonly orders: (Order | undefined)[] = [];
  /** Who rests where, in order of priority. */
  private readonly queues: readonly Map<number, Set<Order>>[] = [new Map(), new Map()];

  constructor(createBook: BookFactory) {
    this.book = createBook(this.pool, this.ring, OPEN_RULES);
    this.book.startSession(1, 0);
    this.book.setPhase(PHASE.CONTINUOUS);
    this.ring.clear();
  }

  /** Enters an order that is not open; `priceTicks` is 0 at the market. */
  enter(order: Order, entry: Entry, quantity: number, priceTicks: number): FlowFill<Order>[] {
    const slot = this.pool.take();
    const { fields } = this.pool;
    const at = slot * STRIDE;
    const [type, timeInForce] = KINDS[entry];
    fields[at + KIND] = kindOf(order.side, type, timeInForce, STP.NONE);
    fields[at + QUANTITY] = quantity;
    fields[at + LIMIT_TICKS] = priceTicks;
    for (const field of ZEROS) fields[at + field] = 0;
    order.slot = slot;
    order.quantity = order.open = quantity;
    order.priceTicks = priceTicks;
    this.orders[slot] = order;
    this.book.enter(slot);
    const fills = this.readEvents();
    if (order.open > 0 && order.priceTicks > 0) this.queueOf(order).add(order);
    return fills;
  }

  /** Changes what is open of an order, and its price; 0 leaves the price. B3's rules decide about its place. */
  change(order: Order, open: number, priceTicks = 0): FlowFill<Order>[] {
    const isKept = open <= order.open && (priceTicks === 0 || priceTicks === order.priceTicks);
    if (!isKept) this.leave(order);
    this.book.replace(order.slot, order.quantity - order.open + open, priceTicks, 0, 0, 0);
    const fills = this.readEvents();
    if (!isKept && order.open > 0) this.queueOf(order).add(order);
    return fills;
  }

  cancel(order: Order): void {
    if (order.open === 0) return;
    this.book.cancel(order.slot, CANCEL.REQUESTED);
    this.readEvents();
  }

  /** Brings an order to what a file says is open of it. What the book does not have any more comes back as the first. */
  correct(order: Order, open: number, priceTicks: number): void {
    if (open === 0) this.cancel(order);
    else if (order.open >= open && order.priceTicks === priceTicks) this.change(order, open);
    else this.seatFirst(order, open, priceTicks);
  }

  /** Rests an order behind all others at its price; not where it would trade. */
  seat(order: Order, open: number, priceTicks: number): boolean {
    if (this.wouldTrade(order.side, priceTicks)) return false;
    this.enter(order, 'LIMIT', open, priceTicks);
    return true;
  }

  /** Displayed levels, best first. */
  levels(side: number, depth: number): readonly BookLevel[] {
    return this.book.levels(side, depth);
  }

  /** The orders at a price, first the one that trades first. */
  queueAt(side: number, priceTicks: number): Order[] {
    return [...(this.queues[side]?.get(priceTicks) ?? [])];
  }

  private seatFirst(order: Order, open: number, priceTicks: number): void {
    this.cancel(order);
    const others = this.queueAt(order.side, priceTicks).map((other) => ({ other, rest: other.open }));
    for (const { other } of others) this.cancel(other);
    this.seat(order, open, priceTicks);
    for (const { other, rest } of others) this.seat(other, rest, priceTicks);
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
        throw new Error(`a change was refused with the rule of code ${second}`);
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
    if (!order) throw new Error(`slot ${slot} has no order`);
    return order;
  }
}
