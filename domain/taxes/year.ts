import { add } from '../money/integer.ts';
import type { CarriedTaxes, TaxMonth } from './month.ts';
import { TAX_POOLS, type TaxPool } from './tax-rules.ts';

/** Facts of a year for the yearly tax return, in centavos. */
export interface TaxYear {
  readonly year: string;
  /** Profit with stocks in exempt months (rendimentos isentos). */
  readonly exemptProfitCentavos: number;
  readonly taxCentavos: number;
  readonly dueCentavos: number;
  readonly withheldCentavos: number;
  /** Withheld tax that no month used: to be deducted or paid back by the return. */
  readonly withheldLeftCentavos: number;
  /** Losses that the next year takes over. */
  readonly lossCentavos: Readonly<Record<TaxPool, number>>;
}

/**
 * Sums up the months of a year.
 *
 * @param carried what the year's last month handed on
 */
export function taxYearOf(year: string, months: readonly TaxMonth[], carried: CarriedTaxes): TaxYear {
  const total = (amountOf: (month: TaxMonth) => number): number =>
    months
      .filter(({ month }) => month.startsWith(`${year}-`))
      .reduce((sum, month) => add(sum, amountOf(month)), 0);
  return {
    year,
    exemptProfitCentavos: total((month) => month.exemptProfitCentavos),
    taxCentavos: total(({ pools }) => TAX_POOLS.reduce((sum, pool) => add(sum, pools[pool].taxCentavos), 0)),
    dueCentavos: total((month) => month.dueCentavos),
    withheldCentavos: total((month) => month.withheldCentavos),
    withheldLeftCentavos: carried.withheldYear === year ? carried.withheldCentavos : 0,
    lossCentavos: carried.lossCentavos,
  };
}
