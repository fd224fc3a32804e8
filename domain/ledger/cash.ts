import { subtract } from '../money/integer.ts';
import { ownedOf, settledOf, type Holding } from './holding.ts';

/** Cash as its owner sees it. Centavos. */
export interface CashView {
  readonly availableCentavos: number;
  readonly reservedCentavos: number;
  readonly settledCentavos: number;
  readonly withdrawableCentavos: number;
  readonly projected: { date: string; amountCentavos: number }[];
}

/**
 * Cash as its owner sees it.
 *
 * @param days today and the settlement days to project, in order (D+0, D+1, D+2)
 */
export function viewCash(cash: Holding, days: readonly string[]): CashView {
  return {
    availableCentavos: cash.free,
    reservedCentavos: cash.reserved,
    settledCentavos: settledOf(cash),
    withdrawableCentavos: withdrawable(cash),
    projected: days.map((date) => ({ date, amountCentavos: cashAtEndOf(cash, date) })),
  };
}

/** What will be in the account when everything due until then, that day included, has settled. */
function cashAtEndOf(cash: Holding, day: string): number {
  const until = [...cash.due].filter(([dueOn]) => dueOn <= day);
  return until.reduce((sum, [, amount]) => subtract(sum, amount), settledOf(cash));
}

/**
 * The most that may leave today: at no moment from now to the last settlement day may what is in the account fall
 * below what open orders hold.
 */
export function withdrawable(cash: Holding): number {
  const days = [...cash.due.keys()];
  const lowest = Math.min(settledOf(cash), ownedOf(cash), ...days.map((day) => cashAtEndOf(cash, day)));
  return Math.max(0, subtract(lowest, cash.reserved));
}
