import { costsOf, type FeeSchedule } from '../../fees/fees.ts';
import { add, multiply, subtract } from '../../money/integer.ts';

/** The terms under which the rest of an order may trade. */
export interface OpenTerms {
  /** Highest price of a share, in centavos: the limit, or the protection price of an order without a limit. */
  readonly priceCentavos: number;
  readonly leavesQuantity: number;
}

/** The state of an open buy order that decides how much cash it may still cost. */
export interface BuyExposure extends OpenTerms {
  /** Gross amount of the fills. */
  readonly filledCentavos: number;
  /** The terms of a replace that the exchange has not answered; null when there is none. */
  readonly replacement?: OpenTerms | null;
}

/**
 * Cash in centavos that must stay reserved for future fills, costs included. Costs are computed on the whole order (see
 * `costsOfFill`), so no sequence of fills at this price or better costs more.
 */
export function reservedForBuy(schedule: FeeSchedule, order: BuyExposure): number {
  const rest = highestGross(order, order.replacement ?? null);
  if (rest === 0) return 0;
  const costsToCome = subtract(
    costsOf(schedule, add(order.filledCentavos, rest)).totalCentavos,
    costsOf(schedule, order.filledCentavos).totalCentavos,
  );
  return add(rest, costsToCome);
}

/** Shares that must stay reserved for the future fills of a sell order. */
export const reservedForSell = (leavesQuantity: number, replacementLeaves: number | null): number =>
  Math.max(leavesQuantity, replacementLeaves ?? 0);

/**
 * Highest gross amount that may still trade. While a replace is pending, some shares may trade under the old terms and
 * the others under the new ones. The amount is convex in the number that trade under the old terms, so its maximum is at
 * one of the two ends: none, or all.
 */
function highestGross(now: OpenTerms, next: OpenTerms | null): number {
  const allNow = multiply(now.priceCentavos, now.leavesQuantity);
  if (next === null) return allNow;
  const allNext = multiply(next.priceCentavos, next.leavesQuantity);
  const added = Math.max(0, subtract(next.leavesQuantity, now.leavesQuantity));
  return Math.max(allNext, add(allNow, multiply(next.priceCentavos, added)));
}
