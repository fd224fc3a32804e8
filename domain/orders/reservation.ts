import { costsOf, type FeeSchedule } from '../fees/fees.ts';
import { add, multiply, subtract } from '../money/integer.ts';

/** Terms under which the rest of an order may trade. */
export interface OpenTerms {
  /** The most that a share may cost, in centavos: the limit, or the protection price of a market order. */
  readonly priceCentavos: number;
  readonly leavesQuantity: number;
}

/** What decides how much cash an open buy order may still cost. */
export interface BuyExposure extends OpenTerms {
  /** Gross amount of what has filled. */
  readonly filledCentavos: number;
  /** The terms of a replace that the exchange has not answered; null when there is none. */
  readonly replacement?: OpenTerms | null;
}

/**
 * Cash that must stay reserved for what may yet fill, costs included. Since costs of fills are computed on the whole
 * order (see `costsOfFill`), any way of filling the rest at this price or better costs this much or less.
 */
export function reservedForBuy(schedule: FeeSchedule, order: BuyExposure): number {
  const rest = mostThatMayTrade(order, order.replacement ?? null);
  if (rest === 0) return 0;
  const costsToCome = subtract(
    costsOf(schedule, add(order.filledCentavos, rest)).totalCentavos,
    costsOf(schedule, order.filledCentavos).totalCentavos,
  );
  return add(rest, costsToCome);
}

/** Shares that must stay reserved for what a sell order may yet deliver. */
export const reservedForSell = (leavesQuantity: number, replacementLeaves: number | null): number =>
  Math.max(leavesQuantity, replacementLeaves ?? 0);

/**
 * While a replace is on its way, some shares may trade under the old terms and the others under the new ones. As a
 * function of how many trade under the old ones, the amount is convex, so it is greatest at one of the two ends: none,
 * or all of them.
 */
function mostThatMayTrade(now: OpenTerms, next: OpenTerms | null): number {
  const allNow = multiply(now.priceCentavos, now.leavesQuantity);
  if (next === null) return allNow;
  const allNext = multiply(next.priceCentavos, next.leavesQuantity);
  const added = Math.max(0, subtract(next.leavesQuantity, now.leavesQuantity));
  return Math.max(allNext, add(allNow, multiply(next.priceCentavos, added)));
}
