import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { formatDecimal } from '#domain/money/decimal.ts';
import { formatCentavos } from '#domain/money/money.ts';
import type { Note } from '#domain/notes/note.ts';
import { averagePriceOf, costCentavosOf, type Position } from '#domain/positions/position.ts';
import { taxDueOn } from '#domain/taxes/due-day.ts';
import type { CapitalGain, PoolMonth, TaxMonth } from '#domain/taxes/month.ts';
import { poolOf } from '#domain/taxes/tax-rules.ts';
import type { HeldFraction } from './fractions.ts';
import type { EarnedResult } from './earned-result.ts';

/** Places of an average price. */
const AVERAGE_PLACES = 8;

/** JSON of a note. */
export const printNote = (note: Note): string =>
  JSON.stringify({
    tradeDate: note.tradeDate,
    settlesOn: note.settlesOn,
    bought: formatCentavos(note.boughtCentavos),
    sold: formatCentavos(note.soldCentavos),
    settlementFee: formatCentavos(note.costs.settlementFeeCentavos),
    tradingFee: formatCentavos(note.costs.tradingFeeCentavos),
    brokerage: formatCentavos(note.costs.brokerageCentavos),
    brokerageTaxes: formatCentavos(note.costs.brokerageTaxesCentavos),
    other: formatCentavos(note.costs.otherCentavos),
    withheld: note.withheld.map(({ kind, baseCentavos, amountCentavos, isDeducted }) => ({
      kind,
      base: formatCentavos(baseCentavos),
      amount: formatCentavos(amountCentavos),
      isDeducted,
    })),
    net: formatCentavos(Math.abs(note.netCentavos)),
    side: note.netCentavos < 0 ? 'D' : 'C',
  });

/** JSON of a position. */
export const printPosition = (ticker: string, position: Position): string =>
  JSON.stringify({
    ticker,
    quantity: position.quantity,
    cost: formatCentavos(costCentavosOf(position)),
    averagePrice: formatDecimal(averagePriceOf(position), AVERAGE_PLACES),
  });

/** JSON of a fraction of a share that waits for its sale. */
export const printFraction = (ticker: string, { fraction, costBillionths }: HeldFraction): string =>
  JSON.stringify({
    ticker,
    fraction: `${fraction.numerator}/${fraction.denominator}`,
    cost: formatCentavos(costCentavosOf({ quantity: 0, costBillionths })),
  });

/** JSON of a result. */
export const printResult = (result: EarnedResult): string =>
  JSON.stringify({
    tradeDate: result.tradeDate,
    ticker: result.trade.asset,
    kind: result.kind,
    pool: poolOf(result.trade.kind, result.kind),
    quantity: result.quantity,
    proceeds: formatCentavos(result.proceedsCentavos),
    cost: formatCentavos(result.costCentavos),
    profit: formatCentavos(result.profitCentavos),
  });

/** JSON of a month's taxes. */
export const printMonth = (calendar: TradingCalendar, month: TaxMonth): string =>
  JSON.stringify({
    month: month.month,
    salesOfStocks: formatCentavos(month.salesOfStocksCentavos),
    isExempt: month.isExempt,
    pools: {
      COMMON: poolFields(month.pools.COMMON),
      REIT: poolFields(month.pools.REIT),
      DAY_TRADE: poolFields(month.pools.DAY_TRADE),
      ...(month.capitalGain.profitCentavos > 0 && { CAPITAL_GAIN: capitalGainFields(month.capitalGain) }),
    },
    withheld: formatCentavos(month.withheldCentavos),
    carriedIn: formatCentavos(month.carriedInCentavos),
    due: formatCentavos(month.dueCentavos),
    dueOn: month.dueCentavos === 0 ? null : taxDueOn(calendar, month.month),
  });

const capitalGainFields = ({ profitCentavos, taxCentavos }: CapitalGain): object => ({
  profit: formatCentavos(profitCentavos),
  lossCarriedIn: formatCentavos(0),
  base: formatCentavos(profitCentavos),
  tax: formatCentavos(taxCentavos),
  lossCarriedOut: formatCentavos(0),
});

const poolFields = (pool: PoolMonth): object => ({
  profit: formatCentavos(pool.profitCentavos),
  lossCarriedIn: formatCentavos(pool.lossCarriedInCentavos),
  base: formatCentavos(pool.baseCentavos),
  tax: formatCentavos(pool.taxCentavos),
  lossCarriedOut: formatCentavos(pool.lossCarriedOutCentavos),
});
