import { safe, scale } from '../money/integer.ts';

/** One cost of a trade. */
export interface Cost {
  readonly name: string;
  readonly amountCentavos: number;
}

/** Rates in force from a day on, in parts per million of the traded amount. */
export interface FeeSchedule {
  /** First day (ISO) on which it holds. */
  readonly from: string;
  readonly source: string;
  readonly components: readonly { readonly name: string; readonly ratePpm: number }[];
}

/** Costs by their names, and their sum. */
export interface Costs {
  readonly costs: readonly Cost[];
  readonly totalCentavos: number;
}

/** The schedule in force on a day; the oldest for a day before all of them. `schedules` stand oldest first. */
export function scheduleOn(schedules: readonly FeeSchedule[], day: string): FeeSchedule {
  const current = schedules.findLast((schedule) => schedule.from <= day) ?? schedules[0];
  if (current === undefined) throw new RangeError('the fee table is empty');
  return current;
}

/** What trading `grossCentavos` costs in all, each component rounded half up to a centavo. */
export function costsOf(schedule: FeeSchedule, grossCentavos: number): Costs {
  const costs = schedule.components.map(({ name, ratePpm }) => ({
    name,
    amountCentavos: scale(grossCentavos, ratePpm, 1_000_000),
  }));
  return { costs, totalCentavos: sum(costs) };
}

/**
 * What the next fill of an order costs: the costs of all that has filled by then, minus those of what had filled
 * before. So the fills of an order sum to exactly the costs of its whole amount, however it was cut up, and what was
 * reserved for it always suffices.
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
