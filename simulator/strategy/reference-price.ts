import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { LiquidityProfile } from '../model/liquidity.ts';
import type { SimulatorSettings } from '../settings.ts';
import { MAX_DEPTH } from './quote-slots.ts';

/** Range of the reference price around which a book is quoted, in ticks. */
export interface PriceRange {
  /** Price to which the reference tends to return. */
  readonly anchorTicks: number;
  readonly spreadTicks: number;
  /** Distance between quoted levels. */
  readonly stepTicks: number;
  /** Bounds of the reference: every quote then lies within the price band. */
  readonly lowTicks: number;
  readonly highTicks: number;
}

/**
 * Range that an instrument allows around a price; null when the price band leaves no room for the quotes.
 *
 * @param anchorCentavos the centre of the exchange's tunnels: the day's last auction price, before an auction the
 * previous close
 */
export function priceRangeOf(
  fact: InstrumentFact,
  profile: LiquidityProfile,
  settings: SimulatorSettings,
  anchorCentavos = fact.previousCloseCentavos,
): PriceRange | null {
  const { tickCentavos, priceBand } = fact;
  const anchorTicks = Math.max(1, Math.round(anchorCentavos / tickCentavos));
  const ticksOf = (ppm: number): number => Math.round((anchorTicks * ppm) / 1_000_000);
  const spreadTicks = Math.max(1, Math.min(ticksOf(profile.spreadPpm), ticksOf(MAX_SPREAD_PPM)));
  const stepTicks = Math.max(1, Math.round(spreadTicks / 2), ticksOf(settings.levelDistancePpm));
  const reach = ticksOf(settings.dailyRangePpm);
  // The deepest level, its offset within a step, and the skew of a maker's prices.
  const quoted = (MAX_DEPTH + 1) * stepTicks + 2 * spreadTicks;
  const lowest = priceBand ? Math.ceil(priceBand.lowCentavos / tickCentavos) : 1;
  const highest = priceBand ? Math.floor(priceBand.highCentavos / tickCentavos) : Infinity;
  const lowTicks = Math.max(anchorTicks - reach, lowest + quoted, 1 + quoted);
  const highTicks = Math.min(anchorTicks + reach, highest - quoted);
  return lowTicks <= highTicks ? { anchorTicks, spreadTicks, stepTicks, lowTicks, highTicks } : null;
}

/** With wider quotes, the deepest levels would lie outside the exchange's tunnels. */
const MAX_SPREAD_PPM = 2_500;

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
 * The reference after a return of the fair value. Near the ends of the range, moves away from the anchor shrink with the
 * cube of the distance: a free walk in the middle, a soft stop at the ends.
 */
export function movedBy(range: PriceRange, referenceTicks: number, logReturn: number): number {
  const { anchorTicks, lowTicks, highTicks } = range;
  const reach = Math.max(1, referenceTicks > anchorTicks ? highTicks - anchorTicks : anchorTicks - lowTicks);
  const distance = (referenceTicks - anchorTicks) / reach;
  const isOutward = logReturn * distance > 0;
  const share = isOutward ? Math.max(0, 1 - Math.abs(distance) ** 3) : 1;
  return clampToRange(range, referenceTicks * Math.exp(logReturn * share));
}
