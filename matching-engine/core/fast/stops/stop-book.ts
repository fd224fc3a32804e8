import { BUY } from '../../codes.ts';
import { KIND, LEVEL, SHOWN, sideOfKind, STOP_TICKS, STRIDE, type OrderPool } from '../../order-pool.ts';
import { Ladder, NO_KEY } from '../levels/ladder.ts';

/** Keys for stops: the side's next to trigger has the least. Buys by their price, sells by what is missing from it. */
const BUYS_MASK = 0;
const SELLS_MASK = 0x7fffffff;
/** Numbers are given anew when so many have been. */
const LAST_NUMBER = 0x7fffffff;

/**
 * The stops that wait, by price, so that those whose price comes are found without a look at the others. While a stop
 * waits its SHOWN holds its number in the order of entry.
 */
export class StopBook {
  private readonly buys = new Ladder(BUYS_MASK);
  private readonly sells = new Ladder(SELLS_MASK);
  private readonly pool: OrderPool;
  private lastNumber = 0;

  constructor(pool: OrderPool) {
    this.pool = pool;
  }

  /** A stop behind all others. */
  append(slot: number): void {
    if (this.lastNumber === LAST_NUMBER) this.numberAnew();
    const { fields } = this.pool;
    const at = slot * STRIDE;
    const ladder = this.ladderOf(slot);
    fields[at + SHOWN] = ++this.lastNumber;
    ladder.append(fields, slot, fields[at + STOP_TICKS]! ^ ladder.mask, 0, 0);
  }

  remove(slot: number): void {
    const { fields } = this.pool;
    const at = slot * STRIDE;
    this.ladderOf(slot).remove(fields, slot, fields[at + LEVEL]!, 0, 0);
    fields[at + SHOWN] = 0;
  }

  /** Takes out the stops whose price lies within what traded, by entry. */
  takeTriggered(lowestTicks: number, highestTicks: number): readonly number[] {
    const { buys, sells } = this;
    const lowestKey = lowestTicks ^ SELLS_MASK;
    if (buys.bestKey > highestTicks && sells.bestKey > lowestKey) return NONE;
    const taken: number[] = [];
    for (const [ladder, lastKey] of [
      [buys, highestTicks],
      [sells, lowestKey],
    ] as const)
      for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level))) {
        if (ladder.keyOf(level) > lastKey) break;
        this.collect(ladder, level, taken);
      }
    this.sortByEntry(taken);
    for (const slot of taken) this.remove(slot);
    return taken;
  }

  /** All of them, by entry. */
  all(): readonly number[] {
    const found: number[] = [];
    for (const ladder of [this.buys, this.sells])
      for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level)))
        this.collect(ladder, level, found);
    this.sortByEntry(found);
    return found;
  }

  /** True when no stop waits. */
  get isEmpty(): boolean {
    return this.buys.bestKey === NO_KEY && this.sells.bestKey === NO_KEY;
  }

  private ladderOf(slot: number): Ladder {
    return sideOfKind(this.pool.fields[slot * STRIDE + KIND]!) === BUY ? this.buys : this.sells;
  }

  private collect(ladder: Ladder, level: number, into: number[]): void {
    const { fields } = this.pool;
    for (let slot = ladder.firstOf(level); slot !== 0; slot = ladder.nextOf(fields, slot)) into.push(slot);
  }

  private sortByEntry(slots: number[]): void {
    const { fields } = this.pool;
    slots.sort((one, other) => fields[one * STRIDE + SHOWN]! - fields[other * STRIDE + SHOWN]!);
  }

  private numberAnew(): void {
    this.lastNumber = 0;
    for (const slot of this.all()) this.pool.fields[slot * STRIDE + SHOWN] = ++this.lastNumber;
  }
}

const NONE: readonly number[] = [];
