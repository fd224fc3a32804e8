import { LEVEL, NEXT, PREVIOUS } from '../../order-pool.ts';
import { PriceTree, doubled } from './price-tree.ts';

/** Masks from a price to its key, so that on both sides the smaller key is the better price: a buy's is 2^31 - 1 - price. */
export const SELL_MASK = 0;
export const BUY_MASK = 0x7fffffff;

/** Best key of an empty side, worse than the key of any price. */
export const NO_KEY = 0x7fffffff;

/**
 * A level is a row of eight integers, the last four of which hold two doubles, since share totals exceed 32 bits. The 32
 * levels of a leaf of the tree are adjacent. The row of a price without orders is all zeros, so no level needs to be
 * created or cleared.
 */
const ROW_SHIFT = 3;
const FIRST = 0;
const LAST = 1;
const ORDERS = 2;
/** 1 while the level is among the touched ones. */
const TOUCHED = 3;
/** Indexes among the doubles of a row. */
const DISPLAYED = 2;
const HIDDEN = 3;
const LEAF_SHIFT = ROW_SHIFT + 5;

/** The price levels of one side and the queue of orders at each. */
export class Ladder extends PriceTree {
  /** Turns a price into its key and back. */
  readonly mask: number;
  /** Key of the best level; NO_KEY if the side is empty. */
  bestKey = NO_KEY;
  bestLevel = 0;
  private rows = new Int32Array(8 << LEAF_SHIFT);
  private doubles = new Float64Array(this.rows.buffer);

  constructor(mask: number) {
    super();
    this.mask = mask;
  }

  /** Memory of the levels and of the tree over them, in bytes. */
  get bytes(): number {
    return this.rows.byteLength + this.treeBytes;
  }

  ticksOf(level: number): number {
    return this.keyOf(level) ^ this.mask;
  }

  /** The order at the front; 0 for none. */
  firstOf(level: number): number {
    return this.rows[(level << ROW_SHIFT) + FIRST]!;
  }

  /** The order behind another one in its level; 0 for none. `fields` is the pool's. */
  nextOf(fields: Int32Array, slot: number): number {
    return fields[(slot << 4) + NEXT]!;
  }

  ordersOf(level: number): number {
    return this.rows[(level << ROW_SHIFT) + ORDERS]!;
  }

  /** Displayed shares. */
  displayedOf(level: number): number {
    return this.doubles[(level << (ROW_SHIFT - 1)) + DISPLAYED]!;
  }

  /** Hidden shares of icebergs. */
  hiddenOf(level: number): number {
    return this.doubles[(level << (ROW_SHIFT - 1)) + HIDDEN]!;
  }

  changeDisplayed(level: number, by: number): void {
    this.doubles[(level << (ROW_SHIFT - 1)) + DISPLAYED]! += by;
  }

  changeHidden(level: number, by: number): void {
    this.doubles[(level << (ROW_SHIFT - 1)) + HIDDEN]! += by;
  }

  /** Marks a level as touched; returns false if it was already. */
  markTouched(level: number): boolean {
    const at = (level << ROW_SHIFT) + TOUCHED;
    if (this.rows[at] !== 0) return false;
    this.rows[at] = 1;
    return true;
  }

  clearTouched(level: number): void {
    this.rows[(level << ROW_SHIFT) + TOUCHED] = 0;
  }

  /** Appends an order to the queue at a key; returns its level. `fields` is the pool's. */
  append(fields: Int32Array, slot: number, key: number, displayed: number, hidden: number): number {
    const leaf = this.leafOf(key) || this.openLeaf(key);
    const level = (leaf << 5) | (key & 31);
    const row = level << ROW_SHIFT;
    const at = slot << 4;
    const { rows } = this;
    const last = rows[row + LAST]!;
    fields[at + NEXT] = 0;
    fields[at + PREVIOUS] = last;
    fields[at + LEVEL] = level;
    rows[row + LAST] = slot;
    if (last !== 0) {
      fields[(last << 4) + NEXT] = slot;
      rows[row + ORDERS]!++;
    } else {
      rows[row + FIRST] = slot;
      rows[row + ORDERS] = 1;
      this.addKey(leaf, key);
      if (key < this.bestKey) {
        this.bestKey = key;
        this.bestLevel = level;
      }
    }
    this.doubles[(row >> 1) + DISPLAYED]! += displayed;
    if (hidden !== 0) this.doubles[(row >> 1) + HIDDEN]! += hidden;
    return level;
  }

  /** Removes an order from its level, and the level after its last order. Returns false if the level is gone. */
  remove(fields: Int32Array, slot: number, level: number, displayed: number, hidden: number): boolean {
    const { rows } = this;
    const row = level << ROW_SHIFT;
    const at = slot << 4;
    const next = fields[at + NEXT]!;
    const previous = fields[at + PREVIOUS]!;
    if (previous === 0) rows[row + FIRST] = next;
    else fields[(previous << 4) + NEXT] = next;
    if (next === 0) rows[row + LAST] = previous;
    else fields[(next << 4) + PREVIOUS] = previous;
    this.doubles[(row >> 1) + DISPLAYED]! -= displayed;
    if (hidden !== 0) this.doubles[(row >> 1) + HIDDEN]! -= hidden;
    rows[row + ORDERS]!--;
    if ((next | previous) !== 0) return true;
    rows[row + TOUCHED] = 0;
    this.removeKey(level);
    if (level === this.bestLevel) this.findBest();
    return false;
  }

  /** Moves an order to the back of its level. */
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

  private openLeaf(key: number): number {
    const leaf = this.createLeaf(key);
    if ((leaf + 1) << LEAF_SHIFT > this.rows.length) {
      const rows = doubled(this.rows);
      this.rows = rows;
      this.doubles = new Float64Array(rows.buffer);
    }
    return leaf;
  }

  private findBest(): void {
    this.bestLevel = this.firstLevel();
    this.bestKey = this.bestLevel === 0 ? NO_KEY : this.keyOf(this.bestLevel);
  }
}
