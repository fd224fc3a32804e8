import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Random } from '#platform/random.ts';
import type { LiquidityProfile } from '../model/liquidity.ts';
import { normal } from '../model/noise.ts';

/** Quantities of a maker's orders in a book. */
export interface QuoteQuantities {
  /** Usual quantity of an order at the best price. */
  readonly usual: number;
  /** A quote with a smaller open quantity is refilled. */
  readonly refillBelow: number;
  /** Quantity of the next order at a depth: larger behind the best price. */
  readonly next: (depth: number) => number;
}

export function quoteQuantities(
  fact: InstrumentFact,
  profile: LiquidityProfile,
  random: Random,
): QuoteQuantities {
  const usual = usualQuantity(fact, profile);
  const isSmall = usual === fact.maxOrderQuantity;
  const least = isSmall ? usual : wholeLots(usual * 0.7, fact.lotSize);
  return {
    usual,
    refillBelow: isSmall ? usual : wholeLots(usual / 2, fact.lotSize),
    next: (depth) => {
      if (isSmall) return usual;
      const wanted = usual * (1 + 0.35 * depth) * Math.exp(0.5 * normal(random));
      return Math.min(fact.maxOrderQuantity, Math.max(least, wholeLots(wanted, fact.lotSize)));
    },
  };
}

/** At least ten lots and 300 shares, limited to the maximum order quantity: a small order of a client always fills. */
function usualQuantity(fact: InstrumentFact, profile: LiquidityProfile): number {
  const usual = wholeLots(profile.orderValueCentavos / fact.previousCloseCentavos, fact.lotSize);
  return Math.min(fact.maxOrderQuantity, Math.max(usual, 10 * fact.lotSize, 300));
}

/** Rounds to the nearest whole lot, at least one. */
export const wholeLots = (quantity: number, lotSize: number): number =>
  Math.max(1, Math.round(quantity / lotSize)) * lotSize;
