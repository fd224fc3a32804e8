import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Random } from '#platform/random.ts';
import type { Ladder } from './ladder.ts';
import type { PriceRange } from './reference-price.ts';
import type { SimulatorSettings } from '../settings.ts';

/** The target quotes around a reference price. */
export function ladderOf(
  fact: InstrumentFact,
  range: PriceRange,
  referenceTicks: number,
  { settings, random }: { readonly settings: SimulatorSettings; readonly random: Random },
): Ladder {
  const level = levelQuantityOf(fact, settings);
  const isSmall = level === fact.maxOrderQuantity;
  return {
    ticker: fact.ticker,
    lotSize: fact.lotSize,
    referenceTicks,
    stepTicks: range.stepTicks,
    levels: settings.levels,
    refillBelow: isSmall ? level : wholeLots(level / 2, fact.lotSize),
    maxOrderQuantity: fact.maxOrderQuantity,
    nextQuantity: () => (isSmall ? level : wholeLots(level * (0.8 + 0.8 * random()), fact.lotSize)),
  };
}

/** At least ten lots and 300 shares, limited to the maximum order quantity. */
function levelQuantityOf(fact: InstrumentFact, settings: SimulatorSettings): number {
  const usual = wholeLots(settings.levelValueCentavos / fact.previousCloseCentavos, fact.lotSize);
  return Math.min(fact.maxOrderQuantity, Math.max(usual, 10 * fact.lotSize, 300));
}

/** Rounds to the nearest whole lot, at least one. */
export const wholeLots = (quantity: number, lotSize: number): number =>
  Math.max(1, Math.round(quantity / lotSize)) * lotSize;
