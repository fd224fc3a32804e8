import { daysBetween } from '../../calendar/days.ts';
import { highestCostsOfOrder, type CostRules } from '../../costs/provisional.ts';
import type { TimeInForce } from '../order.ts';
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
  /** Provisional costs of the fills. */
  readonly costsCentavos: number;
  /** Days on which the order traded or may still trade, at most. Fixed brokerage is due on each, and each rounds its fees up. */
  readonly days: number;
  /** The terms of a replace that the exchange has not answered; null when there is none. */
  readonly replacement?: OpenTerms | null;
}

/**
 * Cash in centavos that must stay reserved for future fills, costs included: the highest costs of the whole order, less
 * those of its fills. So no sequence of fills at this price or better costs more, and each fill frees at least its cost.
 */
export function reservedForBuy(rules: CostRules, order: BuyExposure): number {
  const rest = highestGross(order, order.replacement ?? null);
  if (rest === 0) return 0;
  const highest = highestCostsOfOrder(rules, add(order.filledCentavos, rest), order.days);
  return add(rest, Math.max(0, subtract(highest, order.costsCentavos)));
}

/** The state of an order that decides on how many days it may trade. */
export interface OrderDays {
  readonly timeInForce: TimeInForce;
  /** Trade date of the placing. */
  readonly costsDay: string;
  readonly expiresOn: string | null;
  /** Number of days with fills. */
  readonly tradedDays: number;
  readonly leavesQuantity: number;
  readonly lotSize: number;
}

/**
 * Days on which an order traded or may still trade, at most: one for an order of the day, otherwise those with fills and one
 * for each lot left, but none after its expiry. The number never grows by a fill.
 */
export function highestDays(order: OrderDays): number {
  const { timeInForce, costsDay, expiresOn, tradedDays, leavesQuantity, lotSize } = order;
  if (timeInForce !== 'GTC' && timeInForce !== 'GTD') return 1;
  const byLots = tradedDays + Math.ceil(leavesQuantity / lotSize);
  return expiresOn === null ? byLots : Math.min(byLots, daysBetween(costsDay, expiresOn) + 1);
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
