import { add, scaleDown } from '../money/integer.ts';

/** Kinds of results, which the law taxes apart. */
export type ResultKind = 'ORDINARY' | 'DAY_TRADE';

/** Rates of the income tax withheld at the source (IRRF), in force from a day on. */
export interface WithholdingRules {
  readonly from: string;
  readonly source: string;
  /** In hundred-thousandths of the sales that are no day trades. */
  readonly ordinaryRate: number;
  /** In hundred-thousandths of the profit of the day's day trades. */
  readonly dayTradeRate: number;
  /** A month's tax on ordinary sales up to this amount is not collected. */
  readonly notCollectedCentavos: number;
}

const RATE_UNIT = 100_000;

/** Oldest first. */
const WITHHOLDING_RULES: readonly WithholdingRules[] = [
  {
    from: '2005-01-01',
    source:
      'Lei 11.033/2004 art. 2 (0.005 %; up to R$ 1.00 a month is not collected; paragraph 5: all operations of one person in the month are summed for that limit); Lei 9.959/2000 art. 8 (day trades 1 %); IN RFB 1585/2015 arts. 63 and 65',
    ordinaryRate: 5,
    dayTradeRate: 1_000,
    notCollectedCentavos: 100,
  },
];

/** Tax withheld by a note. */
export interface WithheldTax {
  readonly kind: ResultKind;
  readonly baseCentavos: number;
  readonly amountCentavos: number;
  /** False for a tax that the note shows only. */
  readonly isDeducted: boolean;
}

/**
 * Tax on ordinary sales that the month's earlier notes showed but did not collect. The limit counts for a person, so the notes
 * of all accounts of the person hand it on, in the order of their days; of one day in the order of the accounts' ids.
 */
export interface UncollectedTax {
  readonly month: string;
  readonly baseCentavos: number;
  readonly amountCentavos: number;
  /** The month's tax passed the limit, and everything is collected. */
  readonly isPassed: boolean;
}

export const NOTHING_UNCOLLECTED: UncollectedTax = {
  month: '',
  baseCentavos: 0,
  amountCentavos: 0,
  isPassed: false,
};

/** The taxes that a note withholds, and the state for the month's next note. */
export interface Withholding {
  readonly withheld: readonly WithheldTax[];
  readonly uncollected: UncollectedTax;
}

/** The rules in force on a trade date; null before the first ones. */
export const withholdingRulesOn = (tradeDate: string): WithholdingRules | null =>
  WITHHOLDING_RULES.findLast((rules) => rules.from <= tradeDate) ?? null;

/**
 * Withholds the tax of a note; amounts are cut off after the centavo. The note with which the month's tax on ordinary sales
 * passes the limit also collects what the month's earlier notes only showed, as an entry of its own.
 *
 * @param sales ordinary sales of the day, gross
 * @param dayTradeProfit result of all day trades of the day, costs deducted; negative for a loss
 */
export function withhold(
  rules: WithholdingRules,
  tradeDate: string,
  { sales, dayTradeProfit }: { readonly sales: number; readonly dayTradeProfit: number },
  before: UncollectedTax,
): Withholding {
  const month = tradeDate.slice(0, 7);
  const withheld: WithheldTax[] = [];
  let uncollected: UncollectedTax = before.month === month ? before : { ...NOTHING_UNCOLLECTED, month };
  if (sales > 0) {
    const amountCentavos = scaleDown(sales, rules.ordinaryRate, RATE_UNIT);
    const monthSum = add(uncollected.amountCentavos, amountCentavos);
    const isDeducted = uncollected.isPassed || monthSum > rules.notCollectedCentavos;
    withheld.push({ kind: 'ORDINARY', baseCentavos: sales, amountCentavos, isDeducted });
    if (isDeducted) {
      if (uncollected.amountCentavos > 0) withheld.push(arrears(uncollected));
      uncollected = { ...NOTHING_UNCOLLECTED, month, isPassed: true };
    } else {
      const baseCentavos = add(uncollected.baseCentavos, sales);
      uncollected = { month, baseCentavos, amountCentavos: monthSum, isPassed: false };
    }
  }
  if (dayTradeProfit > 0) {
    const amountCentavos = scaleDown(dayTradeProfit, rules.dayTradeRate, RATE_UNIT);
    withheld.push({ kind: 'DAY_TRADE', baseCentavos: dayTradeProfit, amountCentavos, isDeducted: true });
  }
  return { withheld, uncollected };
}

const arrears = ({ baseCentavos, amountCentavos }: UncollectedTax): WithheldTax => ({
  kind: 'ORDINARY',
  baseCentavos,
  amountCentavos,
  isDeducted: true,
});
