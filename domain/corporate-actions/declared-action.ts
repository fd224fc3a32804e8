import { exactDecimal, isSameRatio } from '../money/exact-decimal.ts';
import { ratioOfCutDecimal, type Ratio } from '../money/ratio.ts';

export const CORPORATE_ACTION_KINDS = [
  'DIVIDEND',
  'JCP',
  'SPLIT',
  'REVERSE_SPLIT',
  'BONUS',
  'SUBSCRIPTION',
  'CAPITAL_RETURN',
] as const;
export type CorporateActionKind = (typeof CORPORATE_ACTION_KINDS)[number];

/** The right of a subscription as an instrument, and its days (ISO). */
export interface SubscriptionRights {
  /** Ticker of the right: PETR2 for PETR4. */
  readonly ticker: string;
  /** Ticker of the receipts that an exercise gives, until the shares are credited: PETR10 for PETR4. */
  readonly receiptTicker: string;
  /** First and last day of trading; both null when the right does not trade. */
  readonly tradesFrom: string | null;
  readonly tradesUntil: string | null;
  /** Last day on which a holder can exercise. */
  readonly exercisesUntil: string;
}

/** Terms of a corporate action, as its company declared them. Days are ISO days, decimals exact texts. */
export interface ActionTerms {
  /** Custody ticker: PETR4 for both markets of the security. */
  readonly ticker: string;
  readonly kind: CorporateActionKind;
  /** Entitled is who holds at the end of this trading day, by trade date. */
  readonly recordDate: string;
  /** The next trading day: the first one without the right. */
  readonly exDate: string;
  /** Day of the payment or of the credit of shares, of subscribed ones too; null while it is not declared. */
  readonly paysOn: string | null;
  /** Day on which the company approved it; null when it is not known. */
  readonly approvedOn: string | null;
  /** Gross money for a share, in reais: DIVIDEND, JCP, CAPITAL_RETURN. */
  readonly amountPerShare: string | null;
  /** Shares after it for one share before: SPLIT, REVERSE_SPLIT, BONUS. Rights for one share: SUBSCRIPTION. */
  readonly factor: string | null;
  /** Declared cost of a new share: BONUS, null when it is not known. Price of exercise: SUBSCRIPTION. */
  readonly pricePerShare: string | null;
  /** Tickers and days of the rights: SUBSCRIPTION. Null for the other kinds. */
  readonly rights: SubscriptionRights | null;
}

/** Sale of the fractions that an action left, by auction. */
export interface FractionSale {
  /** Day on which the money is paid. */
  readonly paysOn: string;
  /** Price of a whole share that the auction reached, in reais. */
  readonly price: string;
}

/** A corporate action that assets stores. */
export interface DeclaredAction extends ActionTerms {
  readonly id: string;
  /** Null until an operator gives the figures of the auction. */
  readonly fractionSale: FractionSale | null;
  /** Grows by one at every change. */
  readonly version: number;
}

/** Kinds whose new number of shares replaces the old one at the start of the ex-day. */
export const replacesShares = (kind: CorporateActionKind): boolean =>
  kind === 'SPLIT' || kind === 'REVERSE_SPLIT';

/** Kinds that change the number of shares, and so the prices before them. */
export const changesShares = (kind: CorporateActionKind): boolean => replacesShares(kind) || kind === 'BONUS';

export const paysMoney = (kind: CorporateActionKind): boolean =>
  kind === 'DIVIDEND' || kind === 'JCP' || kind === 'CAPITAL_RETURN';

/** The ratio behind a declared factor; one that was cut off, such as 0.14285714, is its fraction. */
export function factorRatio(factor: string): Ratio {
  const places = factor.split('.')[1]?.length ?? 0;
  return ratioOfCutDecimal(BigInt(factor.replace('.', '')), places);
}

/** Whether two texts are the same figure: `0.1` and `0.10` are. */
export const isSameFigure = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : isSameRatio(exactDecimal(a), exactDecimal(b));

/**
 * Id of the `ordinal`-th action of a ticker, kind and record date, from 1. A company may declare several payments of one kind
 * for one day.
 */
export const actionIdOf = (
  { ticker, kind, recordDate }: Pick<ActionTerms, 'ticker' | 'kind' | 'recordDate'>,
  ordinal: number,
): string => `cac_${ticker}_${kind}_${recordDate}${ordinal === 1 ? '' : `_${ordinal}`}`;
