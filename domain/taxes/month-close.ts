import {
  addToMonth,
  closeMonth,
  emptyMonth,
  NOTHING_CARRIED,
  type MonthResult,
  type MonthSums,
  type MonthTax,
  type TaxMonth,
} from './month.ts';
import { taxRulesOn } from './tax-rules.ts';

/** Sums up days and closes their months, in order of time. */
export interface MonthClose {
  /** Adds the taxes and results of a day's note; closes the month before when the day begins another one. */
  add(
    note: { readonly tradeDate: string; readonly withheld: readonly MonthTax[] },
    results: readonly MonthResult[],
  ): void;
  /** Closes the last month. */
  end(): void;
}

export function createMonthClose(onMonth: (month: TaxMonth) => void): MonthClose {
  let carried = NOTHING_CARRIED;
  let sums: MonthSums | null = null;
  const end = (): void => {
    if (!sums) return;
    const rules = taxRulesOn(sums.month);
    if (!rules) throw new RangeError(`no tax rules cover ${sums.month}`);
    const closed = closeMonth(rules, sums, carried);
    carried = closed.carried;
    onMonth(closed.month);
  };
  return {
    add: ({ tradeDate, withheld }, results) => {
      const month = tradeDate.slice(0, 7);
      if (sums?.month !== month) {
        end();
        sums = emptyMonth(month);
      }
      sums = addToMonth(sums, results, withheld);
    },
    end,
  };
}
