import { NEXT, PREVIOUS } from '../order-pool.ts';
import { PriceTree } from './price-tree.ts';

/**
 * The price levels of one side and the queue of orders at each. A price is turned into a key so that on both sides the
 * less key is the better price: sells by their price, buys by what is missing from it to 2^31 - 1.
 */
export const SELL_MASK = 0;
export const BUY_MASK = 0x7fffffff;

/** The key of nothing, worse than that of any price. */
export const NO_KEY = 0x7fffffff;

/** A level is a row of sixteen integers, one cache line; two of its figures are doubles, since they pass 32 bits. */
const ROW_SHIFT = 4;
const FIRST = 0;
const LAST = 1;
const ORDERS = 2;
const KEY = 3;
/** Places among the doubles of a row. */
const DISPLAYED = 2;
const HIDDEN = 3;
/** 1 while the level is among the touched ones. */
const MARK = 8;

export class Ladder {
  /** Turns a price into its key and back. */
  readonly mask: number;
  /** Of the best level; NO_KEY when there is none. */
  bestKey = NO_KEY;
  bestLevel = 0;
  private readonly tree = new PriceTree();
  private rows = new Int32Array(64 << ROW_SHIFT);
  private doubles = new Float64Array(this.rows.buffer);
  private freed: number[] = [];
  private used = 1;

  constructor(mask: number) {
    this.mask = mask;
  }

  /** The level at a key; 0 for none. */
  levelAt(key: number): number {
    return this.tree.get(key);
  }

  /** The best level that is worse than a key; 0 for none. */
  levelAfter(key: number): number {
    return this.tree.after(key);
  }

  keyOf(level: number): number {
    return this.rows[(level << ROW_SHIFT) + KEY]!;
  }

  ticksOf(level: number): number {
    return this.rows[(level << ROW_SHIFT) + KEY]! ^ this.mask;
  }

  /** The order at the front; 0 for none. */
  firstOf(level: number): number {
    return this.rows[(level << ROW_SHIFT) + FIRST]!;
  }

  /** The order behind one in its level; 0 for none. `fields` is the pool's. */
  nextOf(fields: Int32Array, slot: number): number {
    return fields[(slot << 4) + NEXT]!;
  }

  ordersOf(level: number): number {
    return this.rows[(level << ROW_SHIFT) + ORDERS]!;
  }

  /** Shares that are seen. */
  displayedOf(level: number): number {
    return this.doubles[(level << (ROW_SHIFT - 1)) + DISPLAYED]!;
  }

  /** Shares that icebergs hide. */
  hiddenOf(level: number): number {
    return this.doubles[(level << (ROW_SHIFT - 1)) + HIDDEN]!;
  }

  changeDisplayed(level: number, by: number): void {
    this.doubles[(level << (ROW_SHIFT - 1)) + DISPLAYED]! += by;
  }

  changeHidden(level: number, by: number): void {
    this.doubles[(level << (ROW_SHIFT - 1)) + HIDDEN]! += by;
  }

  /** Marks a level; false when it was marked. */
  mark(level: number): boolean {
    const at = (level << ROW_SHIFT) + MARK;
    if (this.rows[at] !== 0) return false;
    this.rows[at] = 1;
    return true;
  }

  unmark(level: number): void {
    this.rows[(level << ROW_SHIFT) + MARK] = 0;
  }

  /** The level at a key, made when there is none: then it must get an order at once. */
  openLevel(key: number): number {
    const level = this.tree.get(key);
    return level === 0 ? this.makeLevel(key) : level;
  }

  /** Puts an order behind all others of a level. `fields` is the pool's. */
  append(fields: Int32Array, slot: number, level: number, displayed: number, hidden: number): void {
    const { rows } = this;
    const row = level << ROW_SHIFT;
    const last = rows[row + LAST]!;
    fields[(slot << 4) + NEXT] = 0;
    fields[(slot << 4) + PREVIOUS] = last;
    if (last === 0) rows[row + FIRST] = slot;
    else fields[(last << 4) + NEXT] = slot;
    rows[row + LAST] = slot;
    rows[row + ORDERS]!++;
    this.doubles[(row >> 1) + DISPLAYED]! += displayed;
    if (hidden !== 0) this.doubles[(row >> 1) + HIDDEN]! += hidden;
  }

  /** Takes an order out of its level, and the level away when it was the last. True when the level is still there. */
  remove(fields: Int32Array, slot: number, level: number, displayed: number, hidden: number): boolean {
    const { rows } = this;
    const row = level << ROW_SHIFT;
    const next = fields[(slot << 4) + NEXT]!;
    const previous = fields[(slot << 4) + PREVIOUS]!;
    if (previous === 0) rows[row + FIRST] = next;
    else fields[(previous << 4) + NEXT] = next;
    if (next === 0) rows[row + LAST] = previous;
    else fields[(next << 4) + PREVIOUS] = previous;
    this.doubles[(row >> 1) + DISPLAYED]! -= displayed;
    if (hidden !== 0) this.doubles[(row >> 1) + HIDDEN]! -= hidden;
    const orders = rows[row + ORDERS]! - 1;
    rows[row + ORDERS] = orders;
    if (orders !== 0) return true;
    this.dropLevel(level);
    return false;
  }

  /** Puts an order of a level behind all others there. */
  moveToBack(fields: Int32Array, slot: number, level: number): void {
    const { rows } = this;
    const row = level << ROW_SHIFT;
    const last = rows[row + LAST]!;
    if (slot === last) return;
    const next = fields[(slot << 4) + NEXT]!;
    const previous = fields[(slot << 4) + PREVIOUS]!;
    if (previous === 0) rows[row + FIRST] = next;
    else fields[(previous << 4) + NEXT] = next;
    fields[(next << 4) + PREVIOUS] = previous;
    fields[(last << 4) + NEXT] = slot;
    fields[(slot << 4) + PREVIOUS] = last;
    fields[(slot << 4) + NEXT] = 0;
    rows[row + LAST] = slot;
  }

  private makeLevel(key: number): number {
    const level = this.freed.pop() ?? this.freshLevel();
    const row = level << ROW_SHIFT;
    const { rows, doubles } = this;
    rows[row + FIRST] = 0;
    rows[row + LAST] = 0;
    rows[row + ORDERS] = 0;
    rows[row + KEY] = key;
    rows[row + MARK] = 0;
    doubles[(row >> 1) + DISPLAYED] = 0;
    doubles[(row >> 1) + HIDDEN] = 0;
    this.tree.set(key, level);
    if (key < this.bestKey) {
      this.bestKey = key;
      this.bestLevel = level;
    }
    return level;
  }

  private freshLevel(): number {
    if ((this.used + 1) << ROW_SHIFT > this.rows.length) {
      const rows = new Int32Array(this.rows.length * 2);
      rows.set(this.rows);
      this.rows = rows;
      this.doubles = new Float64Array(rows.buffer);
    }
    return this.used++;
  }

  private dropLevel(level: number): void {
    this.tree.delete(this.keyOf(level));
    this.freed.push(level);
    if (level !== this.bestLevel) return;
    this.bestLevel = this.tree.first();
    this.bestKey = this.bestLevel === 0 ? NO_KEY : this.keyOf(this.bestLevel);
  }
}
