import { subtract } from '../money/integer.ts';
import { ownedOf, settledOf, type Holding } from './holding.ts';

/** Cash of an account as the owner sees it, in centavos. */
export interface CashView {
  readonly availableCentavos: number;
  /** Owed to the broker: costs and taxes beyond the available cash. Any credit repays it first. */
  readonly owedCentavos: number;
  readonly reservedCentavos: number;
  readonly settledCentavos: number;
  readonly withdrawableCentavos: number;
  readonly projected: { date: string; amountCentavos: number }[];
}

/**
 * Derives the owner's view from the cash holding.
 *
 * @param days days to project, in order: today and the next settlement days. A later day with an amount due is added.
 */
export function viewCash(cash: Holding, days: readonly string[]): CashView {
  return {
    availableCentavos: cash.free,
    owedCentavos: cash.owed,
    reservedCentavos: cash.reserved,
    settledCentavos: settledOf(cash),
    withdrawableCentavos: withdrawableCentavos(cash),
    projected: withDueDays(days, cash).map((date) => ({ date, amountCentavos: cashAtEndOf(cash, date) })),
  };
}

function withDueDays(days: readonly string[], { due }: Holding): readonly string[] {
  const last = days.at(-1) ?? '';
  return [...days, ...[...due.keys()].filter((day) => day > last).sort()];
}

/** Settled cash at the end of a day, once all amounts due until then (that day included) have settled. */
function cashAtEndOf(cash: Holding, day: string): number {
  const dueUntil = [...cash.due].filter(([dueOn]) => dueOn <= day);
  return dueUntil.reduce((sum, [, amount]) => subtract(sum, amount), settledOf(cash));
}

/**
 * The largest amount that may leave today: on no day until the last settlement day may the settled cash fall below the
 * amount reserved for open orders.
 */
export function withdrawableCentavos(cash: Holding): number {
  const days = [...cash.due.keys()];
  const lowest = Math.min(settledOf(cash), ownedOf(cash), ...days.map((day) => cashAtEndOf(cash, day)));
  return Math.max(0, subtract(lowest, cash.reserved));
}
