import { safe, scale } from '../money/integer.ts';

/** One fee of a trade, by its name. */
export interface Cost {
  readonly name: string;
  readonly amountCentavos: number;
}

/** Fee rates in force from a day on, in parts per million of the traded amount. */
export interface FeeSchedule {
  /** First trade day (ISO) of the schedule. */
  readonly from: string;
  readonly source: string;
  readonly components: readonly { readonly name: string; readonly ratePpm: number }[];
}

/** Fees by name, and their sum. */
export interface Costs {
  readonly costs: readonly Cost[];
  readonly totalCentavos: number;
}

/** The schedule in force on a day; the oldest one for an earlier day. Expects `schedules` oldest first. */
export function scheduleOn(schedules: readonly FeeSchedule[], day: string): FeeSchedule {
  const current = schedules.findLast((schedule) => schedule.from <= day) ?? schedules[0];
  if (current === undefined) throw new RangeError('the fee table is empty');
  return current;
}

/** Fees for a traded amount, each component rounded half up to a centavo. */
export function costsOf(schedule: FeeSchedule, grossCentavos: number): Costs {
  const costs = schedule.components.map(({ name, ratePpm }) => ({
    name,
    amountCentavos: scale(grossCentavos, ratePpm, 1_000_000),
  }));
  return { costs, totalCentavos: sum(costs) };
}

/**
 * Fees of an order's next fill: fees of the filled amount after it, minus fees of the filled amount before it. The fees
 * of all fills therefore sum to the fees of the whole amount, for any sizes of the fills, and never exceed the
 * reserved fees.
 */
export function costsOfFill(
  schedule: FeeSchedule,
  filledBeforeCentavos: number,
  fillCentavos: number,
): Costs {
  const before = costsOf(schedule, filledBeforeCentavos);
  const after = costsOf(schedule, safe(filledBeforeCentavos + fillCentavos));
  const costs = after.costs.map((cost, index) => ({
    name: cost.name,
    amountCentavos: cost.amountCentavos - (before.costs[index]?.amountCentavos ?? 0),
  }));
  return { costs, totalCentavos: sum(costs) };
}

const sum = (costs: readonly Cost[]): number =>
  costs.reduce((total, cost) => safe(total + cost.amountCentavos), 0);
