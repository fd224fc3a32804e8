import { add, scaleDown, subtract } from '../money/integer.ts';

/** Tax withheld from money that a company pays, in force from a payment day on. */
interface ProceedsRules {
  readonly from: string;
  readonly source: string;
  /** Interest on equity (JCP), in thousandths. */
  readonly jcpRate: number;
  /** Dividends, in thousandths of all that one company pays one person in a month, when that is above the limit. */
  readonly dividendRate: number;
  readonly dividendLimitCentavos: number;
}

const RATE_UNIT = 1_000;

/** Oldest first. */
const PROCEEDS_RULES: readonly ProceedsRules[] = [
  {
    from: '1996-01-01',
    source: 'Lei 9.249/1995 arts. 9 and 10: JCP 15 %, dividends free',
    jcpRate: 150,
    dividendRate: 0,
    dividendLimitCentavos: 0,
  },
  {
    from: '2026-01-01',
    source: 'LC 224/2025: JCP 17.5 %; Lei 15.270/2025: dividends above R$ 50,000 a month 10 %',
    jcpRate: 175,
    dividendRate: 100,
    dividendLimitCentavos: 5_000_000,
  },
];

function proceedsRulesOn(day: string): ProceedsRules {
  const rules = PROCEEDS_RULES.findLast(({ from }) => from <= day);
  if (!rules) throw new RangeError(`no rules for payments of companies cover ${day}`);
  return rules;
}

/** Tax withheld from interest on equity, cut off after the centavo. */
export const jcpTax = (paidOn: string, grossCentavos: number): number =>
  scaleDown(grossCentavos, proceedsRulesOn(paidOn).jcpRate, RATE_UNIT);

/** Dividends that one company paid one person in the month of a payment, before it. */
export interface DividendsOfMonth {
  readonly grossCentavos: number;
  readonly withheldCentavos: number;
}

/**
 * Tax withheld from a dividend, cut off after the centavo. The payment with which the month passes the limit also bears
 * the tax of the month's earlier ones.
 *
 * @param isFree profits up to 2025 whose distribution was approved by 2025-12-31
 */
export function dividendTax(
  paidOn: string,
  grossCentavos: number,
  before: DividendsOfMonth,
  isFree: boolean,
): number {
  const { dividendRate, dividendLimitCentavos } = proceedsRulesOn(paidOn);
  const month = add(before.grossCentavos, grossCentavos);
  if (isFree || dividendRate === 0 || month <= dividendLimitCentavos) return 0;
  return subtract(scaleDown(month, dividendRate, RATE_UNIT), before.withheldCentavos);
}
