import { BUY } from '../../codes.ts';
import { KIND, LEVEL, SHOWN, sideOfKind, STOP_TICKS, STRIDE, type OrderPool } from '../../order-pool.ts';
import { Ladder } from '../levels/ladder.ts';

/** Masks from a stop price to its key: the stop of a side that triggers first has the smallest key. */
const BUYS_MASK = 0;
const SELLS_MASK = 0x7fffffff;
/** The stops are renumbered when this entry number is reached. */
const MAX_ENTRY_NUMBER = 0x7fffffff;

/**
 * Waiting stops by price, so that triggering looks only at the stops that are reached. While a stop waits, its SHOWN
 * field holds its entry number.
 */
export class StopBook {
  private readonly buys = new Ladder(BUYS_MASK);
  private readonly sells = new Ladder(SELLS_MASK);
  private readonly pool: OrderPool;
  private lastEntryNumber = 0;

  constructor(pool: OrderPool) {
    this.pool = pool;
  }

  /** Appends a stop, last in order of entry. */
  append(slot: number): void {
    if (this.lastEntryNumber === MAX_ENTRY_NUMBER) this.renumber();
    const { fields } = this.pool;
    const at = slot * STRIDE;
    const ladder = this.ladderOf(slot);
    fields[at + SHOWN] = ++this.lastEntryNumber;
    ladder.append(fields, slot, fields[at + STOP_TICKS]! ^ ladder.mask, 0, 0);
  }

  remove(slot: number): void {
    const { fields } = this.pool;
    const at = slot * STRIDE;
    this.ladderOf(slot).remove(fields, slot, fields[at + LEVEL]!, 0, 0);
    fields[at + SHOWN] = 0;
  }

  /**
   * Removes and returns the stops that trades in a price range reach, in order of entry: buys up to the highest price,
   * sells down to the lowest.
   */
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

  /** All waiting stops. */
  inEntryOrder(): readonly number[] {
    const found: number[] = [];
    for (const ladder of [this.buys, this.sells])
      for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level)))
        this.collect(ladder, level, found);
    this.sortByEntry(found);
    return found;
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

  private renumber(): void {
    this.lastEntryNumber = 0;
    for (const slot of this.inEntryOrder()) this.pool.fields[slot * STRIDE + SHOWN] = ++this.lastEntryNumber;
  }
}

const NONE: readonly number[] = [];
