import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Random } from '#platform/random.ts';
import type { SimulatorSettings } from '../settings.ts';

/** The prices around which a book is quoted, in ticks. */
export interface PriceRange {
  /** Where it is drawn to. */
  readonly anchorTicks: number;
  /** Distance of two quoted levels. */
  readonly stepTicks: number;
  /** The lowest and the highest that the reference may be: every level of the ladder is then within the band. */
  readonly lowTicks: number;
  readonly highTicks: number;
}

/**
 * What an instrument's facts allow around a price; null when the band leaves no room for a ladder.
 *
 * @param anchorCentavos the price from which the exchange measures how far is too far: of the day's last auction, before
 * one the previous close
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

/** The prices that both allow; the first alone when there are none. */
export function withinBoth(first: PriceRange, second: PriceRange | null): PriceRange {
  const lowTicks = Math.max(first.lowTicks, second?.lowTicks ?? 0);
  const highTicks = Math.min(first.highTicks, second?.highTicks ?? Infinity);
  if (lowTicks > highTicks) return first;
  const anchorTicks = Math.min(highTicks, Math.max(lowTicks, first.anchorTicks));
  return { ...first, anchorTicks, lowTicks, highTicks };
}

/**
 * The reference after one move: a level up or down. The further it has come from its anchor, the likelier it
 * goes back, with the cube of the distance: free in the middle, firm at the ends.
 */
export function nextReference(range: PriceRange, referenceTicks: number, random: Random): number {
  const { anchorTicks, stepTicks, lowTicks, highTicks } = range;
  const reach = Math.max(1, referenceTicks > anchorTicks ? highTicks - anchorTicks : anchorTicks - lowTicks);
  const distance = (referenceTicks - anchorTicks) / reach;
  const up = random() < 0.5 - 0.5 * distance ** 3;
  return clampToRange(range, referenceTicks + (up ? stepTicks : -stepTicks));
}
