import { BUY, SELL } from '#engine/core/codes.ts';
import type { BookFactory, BookLevel } from '#engine/core/matching-book.ts';
import { FlowBook, FlowOrder, type FlowFill } from '../flow/flow-book.ts';
import { MESSAGE, pairedRows, type Message, type VisibleBook, type VisibleLevels } from './files.ts';

export interface LobsterResult {
  readonly rows: number;
  /** Rows after which the book's visible levels are those of the file. */
  readonly booksEqual: number;
  /** Executions of visible orders. */
  readonly executions: number;
  /** Those of them that hit the order which the file names, because it stood first. */
  readonly firstInQueue: number;
}

export interface LobsterOptions {
  readonly createBook: BookFactory;
  /** Called now and then with the rows that are done. */
  readonly onProgress?: (rows: number) => void;
}

const PROGRESS_ROWS = 10_000;

/**
 * Replays order messages of LOBSTER through the engine and compares its book with the file's after each. The file shows
 * so many levels only: orders that were there before it begins, or came while their level was out of view, are known by
 * the level's total alone, and a level that comes into view is taken from the file.
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

/** An order by its number, or shares of nobody known. */
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
  /** By side, the last price that was in view after the row before: what comes behind it was out of view. */
  private readonly inView: [number, number] = [Infinity, -Infinity];

  constructor(createBook: BookFactory) {
    this.book = new FlowBook(createBook);
  }

  step(message: Message, { sides }: VisibleBook, depth: number): void {
    if (this.result.rows > 0) this.apply(message);
    const areBidsEqual = this.follow(BUY, sides[BUY], depth);
    const areAsksEqual = this.follow(SELL, sides[SELL], depth);
    this.fill(BUY, sides[BUY]);
    this.fill(SELL, sides[SELL]);
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

  /** The rest of the trade comes as an order for now from the other side. */
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
      this.giveBack(wrong);
      if (named) this.book.correct(named, Math.max(0, before - size), price);
    }
    if (named?.open === 0) this.orders.delete(message.orderId);
  }

  /** What traded here and not there. Shares of nobody known have shown now that they stand behind the named order. */
  private giveBack(fills: readonly FlowFill<VisibleOrder>[]): void {
    for (const { maker, quantity } of [...fills].reverse()) {
      const { open, priceTicks } = maker;
      if (maker.id !== null) this.book.correct(maker, open + quantity, priceTicks);
      else {
        this.book.cancel(maker);
        this.book.seat(maker, open + quantity, priceTicks);
      }
    }
  }

  /** The order that a message names; shares of nobody known at its price when it came unseen. */
  private orderOf({ orderId, side, price, size }: Message): VisibleOrder | undefined {
    const known = this.orders.get(orderId);
    if (known && known.open > 0 && known.priceTicks === price && known.side === side) return known;
    const unknown = this.book.queueAt(side, price).filter(({ id }) => id === null);
    return unknown.find(({ open }) => open >= size) ?? unknown[0];
  }

  /** Whether a side is as the file shows it where it was in view already; then takes away what the file does not show. */
  private follow(side: 0 | 1, shown: VisibleLevels, depth: number): boolean {
    const before = this.inView[side];
    const last = lastInView(side, shown, depth);
    this.inView[side] = last;
    const own = this.book.levels(side, depth + 1);
    if (isSame(own, shown)) return true;
    const isKnown = (price: number): boolean => !isBehind(side, price, before);
    const seen = own.filter(({ priceTicks }) => isKnown(priceTicks) && !isBehind(side, priceTicks, last));
    const isEqual = isSame(
      seen,
      shown.filter(({ price }) => isKnown(price)),
    );
    for (const { priceTicks } of own) this.trim(side, priceTicks, seen, shown);
    return isEqual;
  }

  /** Orders out of view change untold, so of such a level nothing is known; of one in view the newest are too many. */
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

  /** Shares of nobody known for what the file shows and the book has not. */
  private fill(side: 0 | 1, shown: VisibleLevels): void {
    const own = this.book.levels(side, shown.length);
    if (isSame(own, shown)) return;
    for (const { price, size } of shown) {
      const missing = size - (own.find(({ priceTicks }) => priceTicks === price)?.quantity ?? 0);
      if (missing > 0) this.book.seat(new VisibleOrder(side, null), missing, price);
    }
  }
}

/** The last price in view; all of them when the side has fewer levels than the file can show. */
function lastInView(side: number, levels: VisibleLevels, depth: number): number {
  const last = levels[depth - 1];
  return last ? last.price : side === BUY ? -Infinity : Infinity;
}

const isBehind = (side: number, price: number, other: number): boolean =>
  side === BUY ? price < other : price > other;

const isSame = (own: readonly BookLevel[], shown: VisibleLevels): boolean =>
  own.length === shown.length &&
  own.every(({ priceTicks, quantity }, place) => {
    const level = shown[place];
    return level?.price === priceTicks && level.size === quantity;
  });
