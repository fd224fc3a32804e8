/** Numbers from 0 (included) to 1, reproducible from a seed. */
export type Random = () => number;

/** Random choices from a source of numbers. */
export class Dice {
  readonly next: Random;

  constructor(random: Random) {
    this.next = random;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Both ends included. */
  between(lowest: number, highest: number): number {
    return lowest + this.below(highest - lowest + 1);
  }

  percent(percent: number): boolean {
    return this.next() * 100 < percent;
  }

  /** @throws Error if the list is empty */
  oneOf<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('cannot choose from an empty list');
    return item;
  }
}
