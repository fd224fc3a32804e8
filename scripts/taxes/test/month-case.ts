import { textbook } from './report-of.ts';

/** A month of a case: what its source has of it. */
interface ExpectedMonth {
  readonly month: string;
  readonly isExempt?: boolean;
  readonly sales?: string;
  /** Base and tax by pool. */
  readonly common?: readonly [base: string, tax: string];
  readonly reit?: readonly [base: string, tax: string];
  readonly dayTrade?: readonly [base: string, tax: string];
  readonly due?: string;
}

/** A case without B3's costs. Costs that the source names stand in the column `other`. */
export interface MonthCase {
  readonly id: string;
  readonly source: string;
  readonly rows: readonly string[];
  readonly months: readonly ExpectedMonth[];
}

/** The named months of the calculator's report, each with the fields that its expected month has. */
export async function foundMonths(
  rows: readonly string[],
  months: readonly ExpectedMonth[],
): Promise<readonly (ExpectedMonth | undefined)[]> {
  const report = await textbook(rows);
  return months.map((expected) => {
    const found = report.months.find(({ month }) => month === expected.month);
    if (!found) return undefined;
    const pool = (name: 'COMMON' | 'REIT' | 'DAY_TRADE') =>
      [found.pools[name].base, found.pools[name].tax] as const;
    return {
      month: found.month,
      ...('isExempt' in expected && { isExempt: found.isExempt }),
      ...('sales' in expected && { sales: found.salesOfStocks }),
      ...('common' in expected && { common: pool('COMMON') }),
      ...('reit' in expected && { reit: pool('REIT') }),
      ...('dayTrade' in expected && { dayTrade: pool('DAY_TRADE') }),
      ...('due' in expected && { due: found.due }),
    };
  });
}
