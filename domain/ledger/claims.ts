import type { ActionTerms } from '../corporate-actions/declared-action.ts';
import { replacesShares } from '../corporate-actions/declared-action.ts';
import { entitledTo } from '../corporate-actions/entitlement.ts';
import { add, multiply, safe, subtract } from '../money/integer.ts';
import type { Ratio } from '../money/ratio.ts';
import { jcpTax } from '../taxes/proceeds.ts';

/** Money or shares of a corporate action that an account awaits from the ex-day on. */
export interface Claim {
  /** Custody ticker of the company's share. */
  readonly asset: string;
  /** Ex-day (ISO): from it on the price of the share lacks them. */
  readonly from: string;
  /** Day on which they were booked; null before. */
  readonly until: string | null;
  /** Money after the tax that the company withholds, as far as it is known. */
  readonly centavos: number;
  readonly shares: number;
  /** Part of a share that is sold later and paid in cash. */
  readonly fraction: Ratio;
}

/** An account's part of an action. */
export interface ClaimedAction {
  readonly terms: ActionTerms;
  /** Shares at the end of the record date. */
  readonly quantity: number;
  /** Day (ISO) of the booking; null before. */
  readonly appliedOn: string | null;
  /** Booked tax in centavos. */
  readonly taxCentavos: number;
  /** Day (ISO) on which the fraction was paid; null before. */
  readonly fractionPaidOn: string | null;
}

/**
 * The claims of an account from an action: for a payment or for bonus shares, and for the fraction that the action leaves.
 * Splits change whole shares on the ex-day. Before the payment the tax on a dividend is not known: it depends on the month of
 * the payment.
 */
export function claimsOf(claimed: ClaimedAction): readonly Claim[] {
  const { terms, quantity, appliedOn, taxCentavos, fractionPaidOn } = claimed;
  const { kind, ticker, exDate, paysOn } = terms;
  if (kind === 'SUBSCRIPTION') return [];
  const { grossCentavos, shares, fraction } = entitledTo(terms, quantity);
  const expectedTax = kind === 'JCP' ? jcpTax(paysOn ?? exDate, grossCentavos) : 0;
  const tax = appliedOn === null ? expectedTax : taxCentavos;
  const claims: Claim[] = [];
  if (!replacesShares(kind)) {
    const centavos = subtract(grossCentavos, tax);
    claims.push({ asset: ticker, from: exDate, until: appliedOn, centavos, shares, fraction: NO_FRACTION });
  }
  const fractionFrom = replacesShares(kind) ? appliedOn : exDate;
  if (fraction.numerator > 0n && fractionFrom !== null)
    claims.push({
      asset: ticker,
      from: fractionFrom,
      until: fractionPaidOn,
      centavos: 0,
      shares: 0,
      fraction,
    });
  return claims;
}

const NO_FRACTION: Ratio = { numerator: 0n, denominator: 1n };

/** Value of a claim at the price of a whole share, in centavos; that of a fraction is cut off, as its payment is. */
export const claimValueCentavos = ({ centavos, shares, fraction }: Claim, priceCentavos: number): number =>
  add(
    add(centavos, shares === 0 ? 0 : multiply(shares, priceCentavos)),
    safe(Number((fraction.numerator * BigInt(priceCentavos)) / fraction.denominator)),
  );

/** Whether an account awaits a claim at the end of a day. */
export const isAwaited = ({ from, until }: Claim, day: string): boolean =>
  from <= day && (until === null || day < until);
