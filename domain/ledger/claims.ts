import type { ActionTerms } from '../corporate-actions/declared-action.ts';
import { paysMoney } from '../corporate-actions/declared-action.ts';
import { entitledTo } from '../corporate-actions/entitlement.ts';
import { subtract } from '../money/integer.ts';
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
}

/**
 * The claim of an account for a payment or for bonus shares; null for other actions, which change shares on the ex-day. Before
 * the payment the tax on a dividend is not known: it depends on the month of the payment.
 */
export function claimOf({ terms, quantity, appliedOn, taxCentavos }: ClaimedAction): Claim | null {
  const { kind, ticker, exDate, paysOn } = terms;
  if (!paysMoney(kind) && kind !== 'BONUS') return null;
  const { grossCentavos, shares } = entitledTo(terms, quantity);
  const expectedTax = kind === 'JCP' ? jcpTax(paysOn ?? exDate, grossCentavos) : 0;
  const tax = appliedOn === null ? expectedTax : taxCentavos;
  return { asset: ticker, from: exDate, until: appliedOn, centavos: subtract(grossCentavos, tax), shares };
}

/** Whether an account awaits a claim at the end of a day. */
export const isAwaited = ({ from, until }: Claim, day: string): boolean =>
  from <= day && (until === null || day < until);
