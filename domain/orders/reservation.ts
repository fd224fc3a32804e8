import { costsOf, type FeeSchedule } from '../fees/fees.ts';
import { add, multiply, subtract } from '../money/integer.ts';

/** What decides how much cash an open buy order may still cost. */
export interface BuyExposure {
  /** The most that a share may cost: the limit, or the protection price of a market order. */
  readonly priceCentavos: number;
  readonly leavesQuantity: number;
  /** Gross amount of what has filled. */
  readonly filledCentavos: number;
}

/**
 * Cash that must stay reserved for what may yet fill, costs included. Since costs of fills are computed on the whole
 * order (see `costsOfFill`), any way of filling the rest at this price or better costs this much or less.
 */
export function reservedForBuy(schedule: FeeSchedule, order: BuyExposure): number {
  if (order.leavesQuantity === 0) return 0;
  const rest = multiply(order.priceCentavos, order.leavesQuantity);
  const costsToCome = subtract(
    costsOf(schedule, add(order.filledCentavos, rest)).totalCentavos,
    costsOf(schedule, order.filledCentavos).totalCentavos,
  );
  return add(rest, costsToCome);
}
