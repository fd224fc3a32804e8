import { BUY, SELL } from '#engine/core/codes.ts';
import type { BookFactory, BookLevel } from '#engine/core/matching-book.ts';
import { FlowBook, FlowOrder, type FlowFill } from '../flow/flow-book.ts';
import { MESSAGE, pairedRows, type Message, type VisibleBook, type VisibleLevels } from './files.ts';

export interface LobsterResult {
  readonly rows: number;
  /** Rows after which the visible levels of the engine's book equal those in the file. */
  readonly booksEqual: number;
  /** Executions of visible orders. */
  readonly executions: number;
  /** Executions of the order that the file names because it is the first in the engine's queue. */
  readonly firstInQueue: number;
}

export interface LobsterOptions {
  readonly createBook: BookFactory;
  /** Receives the number of replayed rows from time to time. */
  readonly onProgress?: (rows: number) => void;
}

const PROGRESS_ROWS = 10_000;

/**
 * Replays order messages of LOBSTER in the engine and compares its book with the file's after each. The file shows a
 * limited number of levels. Orders from before the file, or entered while their level was out of view, are known only as
 * a part of the level's total ("anonymous" shares), and a level that comes into view is taken from the file.
 *
 * @throws BadFile with the line
 */
export function replayLobster(
  messages: Uint8Array,
  books: Uint8Array,
  options: LobsterOptions,
): LobsterResult {
  const replay = new Replay(options.createBook);
  for (const { message, book, depth } of pairedRows(messages, books)) {
    replay.step(message, book, depth);
    if (replay.result.rows % PROGRESS_ROWS === 0) options.onProgress?.(replay.result.rows);
  }
  return replay.result;
}

/** An order with its id, or anonymous shares (null). */
class VisibleOrder extends FlowOrder {
  readonly id: string | null;

  constructor(side: number, id: string | null) {
    super(side);
    this.id = id;
  }
}

class Replay {
  readonly result = { rows: 0, booksEqual: 0, executions: 0, firstInQueue: 0 };
  private readonly book: FlowBook<VisibleOrder>;
  private readonly orders = new Map<string, VisibleOrder>();
  /** By side, the worst price in view after the previous row. */
  private readonly worstInView: [number, number] = [Infinity, -Infinity];

  constructor(createBook: BookFactory) {
    this.book = new FlowBook(createBook);
  }

  step(message: Message, { sides }: VisibleBook, depth: number): void {
    if (this.result.rows > 0) this.apply(message);
    const areBidsEqual = this.compareSide(BUY, sides[BUY], depth);
    const areAsksEqual = this.compareSide(SELL, sides[SELL], depth);
    this.addMissing(BUY, sides[BUY]);
    this.addMissing(SELL, sides[SELL]);
    this.result.rows += 1;
    if (areBidsEqual && areAsksEqual) this.result.booksEqual += 1;
  }

  private apply(message: Message): void {
    switch (message.type) {
      case MESSAGE.SUBMIT:
        this.submit(message);
        return;
      case MESSAGE.REDUCE:
      case MESSAGE.DELETE:
        this.reduce(message);
        return;
      case MESSAGE.EXECUTE:
        this.execute(message);
    }
  }

  private submit({ side, orderId, size, price }: Message): void {
    const order = new VisibleOrder(side, orderId);
    this.orders.set(orderId, order);
    this.book.enter(order, 'LIMIT', size, price);
  }

  private reduce(message: Message): void {
    const order = this.orderOf(message);
    if (!order) return;
    const isWhole = message.type === MESSAGE.DELETE && order.id !== null;
    this.book.correct(order, isWhole ? 0 : Math.max(0, order.open - message.size), message.price);
    if (order.open === 0) this.orders.delete(message.orderId);
  }

  /** Enters an IOC order of the opposite side, and corrects the book if it hits another order than the named one. */
  private execute(message: Message): void {
    const { side, size, price } = message;
    const named = this.orderOf(message);
    const before = named?.open ?? 0;
    const taker = new VisibleOrder(side === BUY ? SELL : BUY, null);
    const fills = this.book.enter(taker, 'LIMIT_NOW', size, price);
    this.result.executions += 1;
    const wrong = fills.filter(({ maker }) => maker !== named);
    if (fills.length > 0 && wrong.length === 0 && named?.open === before - size)
      this.result.firstInQueue += 1;
    else {
      this.undo(wrong);
      if (named) this.book.correct(named, Math.max(0, before - size), price);
    }
    if (named?.open === 0) this.orders.delete(message.orderId);
  }

  /** Undoes fills that the file does not have. Anonymous shares go to the back, since the named order was ahead of them. */
  private undo(fills: readonly FlowFill<VisibleOrder>[]): void {
    for (const { maker, quantity } of [...fills].reverse()) {
      const { open, priceTicks } = maker;
      if (maker.id !== null) this.book.correct(maker, open + quantity, priceTicks);
      else {
        this.book.cancel(maker);
        this.book.restBehind(maker, open + quantity, priceTicks);
      }
    }
  }

  /** The order that a message names; anonymous shares at its price if its entry was out of view. */
  private orderOf({ orderId, side, price, size }: Message): VisibleOrder | undefined {
    const known = this.orders.get(orderId);
    if (known && known.open > 0 && known.priceTicks === price && known.side === side) return known;
    const anonymous = this.book.queueAt(side, price).filter(({ id }) => id === null);
    return anonymous.find(({ open }) => open >= size) ?? anonymous[0];
  }

  /**
   * Compares a side with the file, over the levels that were in view before the message; then removes the shares that
   * the file does not show.
   */
  private compareSide(side: 0 | 1, shown: VisibleLevels, depth: number): boolean {
    const before = this.worstInView[side];
    const after = worstInView(side, shown, depth);
    this.worstInView[side] = after;
    const own = this.book.levels(side, depth + 1);
    if (isSame(own, shown)) return true;
    const isKnown = (price: number): boolean => !isBehind(side, price, before);
    const seen = own.filter(({ priceTicks }) => isKnown(priceTicks) && !isBehind(side, priceTicks, after));
    const isEqual = isSame(
      seen,
      shown.filter(({ price }) => isKnown(price)),
    );
    for (const { priceTicks } of own) this.trim(side, priceTicks, seen, shown);
    return isEqual;
  }

  /** Removes the newest shares of a level beyond its total in the file, and all shares of a level out of view. */
  private trim(side: number, price: number, seen: readonly BookLevel[], shown: VisibleLevels): void {
    const isSeen = seen.some(({ priceTicks }) => priceTicks === price);
    const size = isSeen ? (shown.find((level) => level.price === price)?.size ?? 0) : 0;
    const queue = this.book.queueAt(side, price);
    let excess = queue.reduce((total, { open }) => total + open, 0) - size;
    for (const order of queue.reverse()) {
      if (excess <= 0) break;
      const taken = Math.min(order.open, excess);
      this.book.correct(order, order.open - taken, price);
      excess -= taken;
    }
  }

  /** Adds anonymous shares to levels whose total is below that in the file. */
  private addMissing(side: 0 | 1, shown: VisibleLevels): void {
    const own = this.book.levels(side, shown.length);
    if (isSame(own, shown)) return;
    for (const { price, size } of shown) {
      const missing = size - (own.find(({ priceTicks }) => priceTicks === price)?.quantity ?? 0);
      if (missing > 0) this.book.restBehind(new VisibleOrder(side, null), missing, price);
    }
  }
}

/** The worst price in view; unbounded if the side has fewer levels than the file can show. */
function worstInView(side: number, levels: VisibleLevels, depth: number): number {
  const last = levels[depth - 1];
  return last ? last.price : side === BUY ? -Infinity : Infinity;
}

const isBehind = (side: number, price: number, other: number): boolean =>
  side === BUY ? price < other : price > other;

const isSame = (own: readonly BookLevel[], shown: VisibleLevels): boolean =>
  own.length === shown.length &&
  own.every(({ priceTicks, quantity }, index) => {
    const level = shown[index];
    return level?.price === priceTicks && level.size === quantity;
  });
