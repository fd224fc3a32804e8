import type { AssetKind } from '../market/instrument.ts';
import type { ResultKind } from '../notes/withholding.ts';

/** Results that offset each other: losses are deducted from later profits of the same pool alone. */
export const TAX_POOLS = ['COMMON', 'REIT', 'DAY_TRADE'] as const;
export type TaxPool = (typeof TAX_POOLS)[number];

/**
 * Kinds of results with corporate actions. CAPITAL_RETURN: capital paid back beyond the cost of the shares. The sale of a fraction
 * of a share is an ORDINARY result: the company sells it at the exchange.
 */
export type EarnedKind = ResultKind | 'CAPITAL_RETURN';

/** Pools of results, and CAPITAL_GAIN for those outside the exchange: no loss is deducted from them. */
export type ResultPool = TaxPool | 'CAPITAL_GAIN';

/** Income tax of individuals on results at the exchange, in force from a month on. */
export interface TaxRules {
  /** First day of the first month. */
  readonly from: string;
  readonly source: string;
  /** In percent of the base, by pool. */
  readonly percent: Readonly<Record<TaxPool, number>>;
  /** A month's profit with stocks is exempt while its sales of stocks, day trades aside, are not above this. */
  readonly exemptSalesCentavos: number;
  /** A smaller tax is not paid (DARF) but added to the next month's. */
  readonly minimumPaymentCentavos: number;
}

/** Oldest first. */
export const TAX_RULES: readonly TaxRules[] = [
  {
    from: '2005-01-01',
    source:
      'Lei 11.033/2004 arts. 2 and 3 (15 %, day trade 20 %, stocks exempt up to R$ 20,000 of sales a month); Lei 8.668/1993 art. 18 and IN RFB 1585/2015 art. 37 (REIT 20 %); Lei 9.430/1996 art. 68 (R$ 10.00). MP 1.303/2025 lapsed, so they hold in 2026',
    percent: { COMMON: 15, REIT: 20, DAY_TRADE: 20 },
    exemptSalesCentavos: 2_000_000,
    minimumPaymentCentavos: 1_000,
  },
];

/** The rules of a month or day; null before the first ones. */
export const taxRulesOn = (monthOrDay: string): TaxRules | null =>
  TAX_RULES.findLast((rules) => rules.from.slice(0, monthOrDay.length) <= monthOrDay) ?? null;

/** Pool of a result. Results with REIT shares stay apart, day trades included: IN RFB 1585/2015 art. 37. */
export function poolOf(asset: AssetKind, result: ResultKind): TaxPool;
export function poolOf(asset: AssetKind, result: EarnedKind): ResultPool;
export function poolOf(asset: AssetKind, result: EarnedKind): ResultPool {
  if (result === 'CAPITAL_RETURN') return 'CAPITAL_GAIN';
  if (asset === 'REIT') return 'REIT';
  return result === 'DAY_TRADE' ? 'DAY_TRADE' : 'COMMON';
}

/**
 * Whether the exemption covers an asset: stocks and units of stocks. Lei 11.033/2004 art. 3 names stocks in the cash market,
 * so ETFs, BDRs, REITs, subscription rights and receipts stay outside.
 */
export const isStock = (kind: AssetKind): boolean =>
  kind === 'COMMON_STOCK' || kind === 'PREFERRED_STOCK' || kind === 'UNIT';
