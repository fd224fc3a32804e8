import type { Brokerage } from './brokerage.ts';
import { costTableOn, type CostTable } from './cost-table.ts';
import type { CostRules } from './provisional.ts';

/** The costs that the broker charges: B3's tables, oldest first, and the broker's own brokerage. */
export interface CostSchedule {
  readonly tables: readonly CostTable[];
  readonly brokerage: Brokerage;
}

/** The rules in force on a trade date; null on a day without a table. */
export function costRulesOn({ tables, brokerage }: CostSchedule, tradeDate: string): CostRules | null {
  const table = costTableOn(tables, tradeDate);
  return table && { table, brokerage };
}
