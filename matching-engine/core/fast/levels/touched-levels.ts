import { BUY, SELL } from '../../codes.ts';
import { EVENT, highBits, lowBits, type EventRing } from '../../event-ring.ts';
import type { Ladder } from './ladder.ts';

const TWO_31 = 0x8000_0000;
/** Up to so many are put in order by insertion: they mostly are already. */
const FEW = 32;

/** The levels that an operation has touched, with what was displayed there before it. */
export class TouchedLevels {
  private count = 0;
  /** Side and key in one number, in the order in which levels are told. */
  private places = new Float64Array(64);
  private formerOrders = new Int32Array(64);
  private formerDisplayed = new Float64Array(64);
  private order = new Int32Array(64);
  private readonly bids: Ladder;
  private readonly asks: Ladder;

  constructor(bids: Ladder, asks: Ladder) {
    this.bids = bids;
    this.asks = asks;
  }

  /** Before an existing level changes. */
  touch(side: number, level: number): void {
    const ladder = side === BUY ? this.bids : this.asks;
    if (!ladder.mark(level)) return;
    this.add(side, ladder.keyOf(level), ladder.ordersOf(level), ladder.displayedOf(level));
  }

  /** Before a level is made. */
  touchEmpty(side: number, key: number): void {
    this.add(side, key, 0, 0);
  }

  /** Tells each level that now rests differently than before, bids first, best first, and forgets all. */
  tell(ring: EventRing): void {
    const { count, order, places } = this;
    if (count === 0) return;
    this.putInOrder();
    let former = -1;
    for (let i = 0; i < count; i++) {
      const place = places[order[i]!]!;
      // A level that was left and made anew is here twice; what it first was counts.
      if (place !== former) this.tellOne(ring, place, order[i]!);
      former = place;
    }
    this.count = 0;
  }

  private tellOne(ring: EventRing, place: number, index: number): void {
    const side = place < TWO_31 ? BUY : SELL;
    const ladder = side === BUY ? this.bids : this.asks;
    const key = side === BUY ? place : place - TWO_31;
    const level = ladder.levelAt(key);
    const orders = level === 0 ? 0 : ladder.ordersOf(level);
    const displayed = level === 0 ? 0 : ladder.displayedOf(level);
    if (level !== 0) ladder.unmark(level);
    if (orders === this.formerOrders[index] && displayed === this.formerDisplayed[index]) return;
    ring.push(EVENT.LEVEL, side, key ^ ladder.mask, orders, lowBits(displayed), highBits(displayed));
  }

  private add(side: number, key: number, orders: number, displayed: number): void {
    const { count } = this;
    if (count === this.places.length) this.grow();
    this.places[count] = side === BUY ? key : key + TWO_31;
    this.formerOrders[count] = orders;
    this.formerDisplayed[count] = displayed;
    this.count = count + 1;
  }

  /** Fills `order`, stable. */
  private putInOrder(): void {
    const { count, order, places } = this;
    if (count > FEW) {
      const sorted = Array.from({ length: count }, (_, i) => i);
      order.set(sorted.sort((one, other) => places[one]! - places[other]!));
      return;
    }
    for (let i = 0; i < count; i++) {
      let at = i;
      while (at > 0 && places[order[at - 1]!]! > places[i]!) {
        order[at] = order[at - 1]!;
        at--;
      }
      order[at] = i;
    }
  }

  private grow(): void {
    const length = this.places.length * 2;
    const copy = <A extends Int32Array | Float64Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.places = copy(new Float64Array(length), this.places);
    this.formerOrders = copy(new Int32Array(length), this.formerOrders);
    this.formerDisplayed = copy(new Float64Array(length), this.formerDisplayed);
    this.order = new Int32Array(length);
  }
}
