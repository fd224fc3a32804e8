import { BUY, SELL } from '../../codes.ts';
import { EVENT, highBits, lowBits, type EventRing } from '../../event-ring.ts';
import type { Ladder } from './ladder.ts';

const TWO_31 = 0x8000_0000;
/** Up to this many levels are sorted by insertion: they mostly are in order already. */
const INSERTION_SORT_MAX = 32;

/** The levels that an operation touches, with their displayed totals before it. */
export class TouchedLevels {
  private count = 0;
  /** Side and key of a level in one number, in the order in which levels are emitted. */
  private sideKeys = new Float64Array(64);
  private ordersBefore = new Int32Array(64);
  private displayedBefore = new Float64Array(64);
  private sorted = new Int32Array(64);
  private readonly bids: Ladder;
  private readonly asks: Ladder;

  constructor(bids: Ladder, asks: Ladder) {
    this.bids = bids;
    this.asks = asks;
  }

  /** Records an existing level. Call it before the level changes. */
  touch(side: number, level: number): void {
    const ladder = side === BUY ? this.bids : this.asks;
    if (!ladder.markTouched(level)) return;
    this.add(side, ladder.keyOf(level), ladder.ordersOf(level), ladder.displayedOf(level));
  }

  /** Records a level without orders. Call it before its first order rests. */
  touchEmpty(side: number, key: number): void {
    this.add(side, key, 0, 0);
  }

  /** Emits LEVEL for each touched level whose totals have changed, bids first, best first, and clears the record. */
  emit(ring: EventRing): void {
    const { count, sorted, sideKeys } = this;
    if (count === 0) return;
    this.sortTouched();
    let previous = -1;
    for (let i = 0; i < count; i++) {
      const sideKey = sideKeys[sorted[i]!]!;
      // A level that was emptied and filled again is recorded twice; its first record counts.
      if (sideKey !== previous) this.emitLevel(ring, sideKey, sorted[i]!);
      previous = sideKey;
    }
    this.count = 0;
  }

  private emitLevel(ring: EventRing, sideKey: number, index: number): void {
    const side = sideKey < TWO_31 ? BUY : SELL;
    const ladder = side === BUY ? this.bids : this.asks;
    const key = side === BUY ? sideKey : sideKey - TWO_31;
    const level = ladder.levelAt(key);
    const orders = level === 0 ? 0 : ladder.ordersOf(level);
    const displayed = level === 0 ? 0 : ladder.displayedOf(level);
    if (level !== 0) ladder.clearTouched(level);
    if (orders === this.ordersBefore[index] && displayed === this.displayedBefore[index]) return;
    ring.push(EVENT.LEVEL, side, key ^ ladder.mask, orders, lowBits(displayed), highBits(displayed));
  }

  private add(side: number, key: number, orders: number, displayed: number): void {
    const { count } = this;
    if (count === this.sideKeys.length) this.grow();
    this.sideKeys[count] = side === BUY ? key : key + TWO_31;
    this.ordersBefore[count] = orders;
    this.displayedBefore[count] = displayed;
    this.count = count + 1;
  }

  /** Fills `sorted` with the indexes of the records, in a stable order. */
  private sortTouched(): void {
    const { count, sorted, sideKeys } = this;
    if (count > INSERTION_SORT_MAX) {
      const indexes = Array.from({ length: count }, (_, i) => i);
      sorted.set(indexes.sort((one, other) => sideKeys[one]! - sideKeys[other]!));
      return;
    }
    for (let i = 0; i < count; i++) {
      let at = i;
      while (at > 0 && sideKeys[sorted[at - 1]!]! > sideKeys[i]!) {
        sorted[at] = sorted[at - 1]!;
        at--;
      }
      sorted[at] = i;
    }
  }

  private grow(): void {
    const length = this.sideKeys.length * 2;
    const copy = <A extends Int32Array | Float64Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.sideKeys = copy(new Float64Array(length), this.sideKeys);
    this.ordersBefore = copy(new Int32Array(length), this.ordersBefore);
    this.displayedBefore = copy(new Float64Array(length), this.displayedBefore);
    this.sorted = new Int32Array(length);
  }
}
