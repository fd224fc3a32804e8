import { formatDecimal } from '#domain/money/decimal.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { taxDueOn } from '#domain/taxes/due-day.ts';
import { LOWEST_CAPITAL_GAIN_PERCENT } from '#domain/taxes/capital-gain.ts';
import type { CapitalGain } from '#domain/taxes/month.ts';
import { TAX_POOLS, taxRulesOn } from '#domain/taxes/tax-rules.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { taxMonthsOf, yearText } from '../taxes/tax-year.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { Context } from './context.ts';
import type { TaxMonthModel, TaxPoolMonthModel } from './models.ts';
import { resultsOf } from './result-resolvers.ts';

/** Years of the calendar. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

/** Resolvers of TaxMonth and of what it contains. A TaxMonthModel exists only for the person. */
export const taxResolvers = {
  TaxMonth: {
    salesOfStocks: ({ salesOfStocksCentavos }) => formatCentavos(salesOfStocksCentavos),
    pools: ({ month, pools, capitalGain }) => {
      const rules = taxRulesOn(month);
      const ofExchange = TAX_POOLS.map((pool) => ({
        pool,
        percent: rules?.percent[pool] ?? 0,
        ...pools[pool],
      }));
      return capitalGain.profitCentavos > 0 ? [...ofExchange, capitalGainPool(capitalGain)] : ofExchange;
    },
    withheld: ({ withheldCentavos }) => formatCentavos(withheldCentavos),
    carriedIn: ({ carriedInCentavos }) => formatCentavos(carriedInCentavos),
    due: ({ dueCentavos }) => formatCentavos(dueCentavos),
    dueOn: ({ month, dueCentavos }, _args, context) =>
      dueCentavos === 0 ? null : taxDueOn(context.rules.calendar, month),
    results: ({ month, accountIds }, { first, after = null }, context) =>
      resultsOf(
        {
          scope: `taxes:${month}:${accountIds[0] ?? ''}`,
          accountIds,
          from: `${month}-01`,
          to: `${month}-31`,
          first,
          after,
        },
        context,
      ),
  },
  TaxPoolMonth: {
    profit: ({ profitCentavos }) => formatCentavos(profitCentavos),
    lossCarriedIn: ({ lossCarriedInCentavos }) => formatCentavos(lossCarriedInCentavos),
    base: ({ baseCentavos }) => formatCentavos(baseCentavos),
    ratePercent: ({ percent }) => formatDecimal(percent, 0),
    tax: ({ taxCentavos }) => formatCentavos(taxCentavos),
    lossCarriedOut: ({ lossCarriedOutCentavos }) => formatCentavos(lossCarriedOutCentavos),
  },
} satisfies Resolvers;

const capitalGainPool = ({ profitCentavos, taxCentavos }: CapitalGain): TaxPoolMonthModel => ({
  pool: 'CAPITAL_GAIN',
  percent: LOWEST_CAPITAL_GAIN_PERCENT,
  profitCentavos,
  lossCarriedInCentavos: 0,
  baseCentavos: profitCentavos,
  taxCentavos,
  lossCarriedOutCentavos: 0,
});

/** The months of a year over all accounts of a user. Callers check that the user is the caller. */
export async function taxesOf(userId: string, year: number, context: Context): Promise<TaxMonthModel[]> {
  if (year < FIRST_YEAR || year > LAST_YEAR)
    throw badInput(`"year" must be from ${FIRST_YEAR} to ${LAST_YEAR}, not ${year}.`);
  const accountIds = (await context.store.accountsOf(userId)).map(({ id }) => id);
  const open = await Promise.all(accountIds.map((id) => context.openDays.load(id)));
  const { closedDays, ...months } = await context.noteReader.months(accountIds, `${yearText(year)}-12-31`);
  // A day that has closed since it was read as open is in the stored months.
  const openDays = open.flatMap(({ days }, index) => {
    const closedDay = closedDays.get(accountIds[index] ?? '') ?? '';
    return days.filter(({ tradeDate }) => tradeDate > closedDay);
  });
  return taxMonthsOf(year, { ...months, openDays }).map((month) => ({ ...month, accountIds }));
}
