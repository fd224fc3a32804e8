import type { Brokerage } from './brokerage.ts';
import { costTableOn, type CostTable } from './cost-table.ts';
import type { CostRules } from './provisional.ts';

/** The costs of an order: B3's tables, oldest first, and the broker's own price when it accepts the order. */
export interface CostSchedule {
  readonly tables: readonly CostTable[];
  readonly brokerage: Brokerage;
}

/** The rules in force on a trade date; null on a day without a table. */
export function costRulesOn({ tables, brokerage }: CostSchedule, tradeDate: string): CostRules | null {
  const table = costTableOn(tables, tradeDate);
  return table && { table, brokerage };
}
