import type { TradeResult } from '../positions/day-results.ts';
import type { Trade } from '../notes/trade.ts';
import type { WithheldTax } from '../notes/withholding.ts';
import { deductedTax } from '../notes/note.ts';
import { add, scale, subtract } from '../money/integer.ts';
import { capitalGainTax } from './capital-gain.ts';
import { isStock, poolOf, TAX_POOLS, type EarnedKind, type TaxPool, type TaxRules } from './tax-rules.ts';

/** Sums of a person's month, over all accounts. In centavos. */
export interface MonthSums {
  /** `2026-03`. */
  readonly month: string;
  /** Gross sales of stocks and units, day trades aside. */
  readonly salesOfStocksCentavos: number;
  /** Result of those sales. */
  readonly stockProfitCentavos: number;
  /** Result by pool, that of stocks included. */
  readonly profitCentavos: Readonly<Record<TaxPool, number>>;
  /** Capital paid back beyond the cost of the shares. */
  readonly capitalGainCentavos: number;
  /** Tax that the month's notes deducted. */
  readonly withheldCentavos: number;
}

export const emptyMonth = (month: string): MonthSums => ({
  month,
  salesOfStocksCentavos: 0,
  stockProfitCentavos: 0,
  profitCentavos: { COMMON: 0, REIT: 0, DAY_TRADE: 0 },
  capitalGainCentavos: 0,
  withheldCentavos: 0,
});

/** The part of a result, or of the results of a kind of asset together, that counts in a month. */
export type MonthResult = Pick<TradeResult, 'grossCentavos' | 'profitCentavos'> & {
  readonly kind: EarnedKind;
  readonly trade: Pick<Trade, 'kind'>;
};

/** The part of a withheld tax that counts in a month. */
export type MonthTax = Pick<WithheldTax, 'amountCentavos' | 'isDeducted'>;

/** Adds a day's results and withheld taxes to its month. The order of days and accounts has no influence. */
export function addToMonth(
  month: MonthSums,
  results: readonly MonthResult[],
  withheld: readonly MonthTax[],
): MonthSums {
  const profitCentavos = { ...month.profitCentavos };
  let { salesOfStocksCentavos, stockProfitCentavos, capitalGainCentavos } = month;
  for (const { trade, kind, grossCentavos, profitCentavos: profit } of results) {
    if (kind === 'CAPITAL_RETURN') {
      capitalGainCentavos = add(capitalGainCentavos, profit);
      continue;
    }
    const pool = poolOf(trade.kind, kind);
    profitCentavos[pool] = add(profitCentavos[pool], profit);
    if (kind === 'DAY_TRADE' || !isStock(trade.kind)) continue;
    salesOfStocksCentavos = add(salesOfStocksCentavos, grossCentavos);
    stockProfitCentavos = add(stockProfitCentavos, profit);
  }
  return {
    month: month.month,
    salesOfStocksCentavos,
    stockProfitCentavos,
    profitCentavos,
    capitalGainCentavos,
    withheldCentavos: add(month.withheldCentavos, deductedTax(withheld)),
  };
}

/** Amounts that a month hands on to the next one, in centavos. */
export interface CarriedTaxes {
  readonly lossCentavos: Readonly<Record<TaxPool, number>>;
  /** Tax that is still below the minimum of a payment. */
  readonly belowMinimumCentavos: number;
  /**
   * Withheld tax that no month's tax used yet, and its year. It is deducted until December; the rest belongs to the yearly
   * tax return. Source: IN RFB 1585/2015 arts. 63 and 65.
   */
  readonly withheldCentavos: number;
  readonly withheldYear: string;
}

export const NOTHING_CARRIED: CarriedTaxes = {
  lossCentavos: { COMMON: 0, REIT: 0, DAY_TRADE: 0 },
  belowMinimumCentavos: 0,
  withheldCentavos: 0,
  withheldYear: '',
};

/** A pool in a month, in centavos. */
export interface PoolMonth {
  /** Exempt results included. */
  readonly profitCentavos: number;
  readonly lossCarriedInCentavos: number;
  /** Taxed: exempt results aside, losses deducted. Zero in a month with a loss. */
  readonly baseCentavos: number;
  readonly taxCentavos: number;
  readonly lossCarriedOutCentavos: number;
}

/** A month's capital gains, in centavos. */
export interface CapitalGain {
  readonly profitCentavos: number;
  readonly taxCentavos: number;
}

/** A person's taxes of a month, in centavos. */
export interface TaxMonth {
  readonly month: string;
  readonly salesOfStocksCentavos: number;
  /** Stocks were sold, and so few that a profit with them is exempt. */
  readonly isExempt: boolean;
  /** Profit with stocks that the exemption covers. */
  readonly exemptProfitCentavos: number;
  readonly pools: Readonly<Record<TaxPool, PoolMonth>>;
  /** Gains outside the exchange. Their tax is paid apart, so it is no part of the tax due. */
  readonly capitalGain: CapitalGain;
  readonly withheldCentavos: number;
  /** From earlier months, below the minimum of a payment. */
  readonly carriedInCentavos: number;
  /** To be paid; zero when it is below the minimum and carried. */
  readonly dueCentavos: number;
}

/**
 * Closes a month. Months without trades change nothing and are left out: what is carried goes to the next month with trades.
 *
 * Stocks are exempt while their sales are not above the limit. An exempt profit uses up no loss; a loss counts in any month.
 */
export function closeMonth(
  rules: TaxRules,
  sums: MonthSums,
  carried: CarriedTaxes,
): { readonly month: TaxMonth; readonly carried: CarriedTaxes } {
  const { salesOfStocksCentavos, stockProfitCentavos, withheldCentavos } = sums;
  const isExempt = salesOfStocksCentavos > 0 && salesOfStocksCentavos <= rules.exemptSalesCentavos;
  const exemptProfitCentavos = isExempt ? Math.max(0, stockProfitCentavos) : 0;
  const pool = (name: TaxPool): PoolMonth =>
    closePool(
      rules.percent[name],
      sums.profitCentavos[name],
      name === 'COMMON' ? exemptProfitCentavos : 0,
      carried.lossCentavos[name],
    );
  const pools = { COMMON: pool('COMMON'), REIT: pool('REIT'), DAY_TRADE: pool('DAY_TRADE') };
  const tax = TAX_POOLS.reduce((total, name) => add(total, pools[name].taxCentavos), 0);
  const year = sums.month.slice(0, 4);
  const credit = add(withheldCentavos, carried.withheldYear === year ? carried.withheldCentavos : 0);
  const used = Math.min(credit, tax);
  const payable = add(subtract(tax, used), carried.belowMinimumCentavos);
  const isPaid = payable >= rules.minimumPaymentCentavos;
  return {
    month: {
      month: sums.month,
      salesOfStocksCentavos,
      isExempt,
      exemptProfitCentavos,
      pools,
      capitalGain: {
        profitCentavos: sums.capitalGainCentavos,
        taxCentavos: capitalGainTax(sums.month, sums.capitalGainCentavos),
      },
      withheldCentavos,
      carriedInCentavos: carried.belowMinimumCentavos,
      dueCentavos: isPaid ? payable : 0,
    },
    carried: {
      lossCentavos: {
        COMMON: pools.COMMON.lossCarriedOutCentavos,
        REIT: pools.REIT.lossCarriedOutCentavos,
        DAY_TRADE: pools.DAY_TRADE.lossCarriedOutCentavos,
      },
      belowMinimumCentavos: isPaid ? 0 : payable,
      withheldCentavos: subtract(credit, used),
      withheldYear: year,
    },
  };
}

function closePool(percent: number, profit: number, exempt: number, lossIn: number): PoolMonth {
  const taxable = subtract(profit, exempt);
  const afterLosses = subtract(taxable, lossIn);
  const baseCentavos = Math.max(0, afterLosses);
  return {
    profitCentavos: profit,
    lossCarriedInCentavos: lossIn,
    baseCentavos,
    taxCentavos: scale(baseCentavos, percent, 100),
    lossCarriedOutCentavos: Math.max(0, -afterLosses),
  };
}
