import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Random } from '#platform/random.ts';
import type { SimulatorSettings } from '../settings.ts';

/** Range of the reference price around which a book is quoted, in ticks. */
export interface PriceRange {
  /** Price to which the reference tends to return. */
  readonly anchorTicks: number;
  /** Distance between quoted levels. */
  readonly stepTicks: number;
  /** Bounds of the reference: every level of the ladder then lies within the price band. */
  readonly lowTicks: number;
  readonly highTicks: number;
}

/**
 * Range that an instrument allows around a price; null when the price band leaves no room for a ladder.
 *
 * @param anchorCentavos the centre of the exchange's tunnels: the day's last auction price, before an auction the
 * previous close
 */
export function priceRangeOf(
  fact: InstrumentFact,
  settings: SimulatorSettings,
  anchorCentavos = fact.previousCloseCentavos,
): PriceRange | null {
  const { tickCentavos, priceBand } = fact;
  const anchorTicks = Math.max(1, Math.round(anchorCentavos / tickCentavos));
  const stepTicks = Math.max(1, Math.round((anchorTicks * settings.levelDistancePpm) / 1_000_000));
  const reach = Math.round((anchorTicks * settings.dailyRangePpm) / 1_000_000);
  const ladder = settings.levels * stepTicks;
  const lowest = priceBand ? Math.ceil(priceBand.lowCentavos / tickCentavos) : 1;
  const highest = priceBand ? Math.floor(priceBand.highCentavos / tickCentavos) : Infinity;
  const lowTicks = Math.max(anchorTicks - reach, lowest + ladder, 1 + ladder);
  const highTicks = Math.min(anchorTicks + reach, highest - ladder);
  return lowTicks <= highTicks ? { anchorTicks, stepTicks, lowTicks, highTicks } : null;
}

export const clampToRange = ({ lowTicks, highTicks }: PriceRange, priceTicks: number): number =>
  Math.min(highTicks, Math.max(lowTicks, priceTicks));

/** Intersection of two ranges; the first range when they do not overlap. */
export function withinBoth(first: PriceRange, second: PriceRange | null): PriceRange {
  const lowTicks = Math.max(first.lowTicks, second?.lowTicks ?? 0);
  const highTicks = Math.min(first.highTicks, second?.highTicks ?? Infinity);
  if (lowTicks > highTicks) return first;
  const anchorTicks = Math.min(highTicks, Math.max(lowTicks, first.anchorTicks));
  return { ...first, anchorTicks, lowTicks, highTicks };
}

/**
 * The reference after one random move, a level up or down. Moves towards the anchor become likelier with the cube of the
 * distance from it: a free walk in the middle, a firm pull at the ends.
 */
export function nextReference(range: PriceRange, referenceTicks: number, random: Random): number {
  const { anchorTicks, stepTicks, lowTicks, highTicks } = range;
  const reach = Math.max(1, referenceTicks > anchorTicks ? highTicks - anchorTicks : anchorTicks - lowTicks);
  const distance = (referenceTicks - anchorTicks) / reach;
  const up = random() < 0.5 - 0.5 * distance ** 3;
  return clampToRange(range, referenceTicks + (up ? stepTicks : -stepTicks));
}
