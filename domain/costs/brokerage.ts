import { scaleDown, scaleUp } from '../money/integer.ts';
import { RATE_UNIT } from './cost-table.ts';

/**
 * The broker's own price. FIXED: an amount for each order on each day on which it trades, so a GTC order may pay it several
 * times. RATE: a part of the traded amount, in hundred-millionths.
 */
export type Brokerage =
  | { readonly type: 'NONE' }
  | { readonly type: 'FIXED'; readonly centavos: number }
  | { readonly type: 'RATE'; readonly rate: number };

export const NO_BROKERAGE: Brokerage = { type: 'NONE' };

/**
 * Taxes on brokerage, in hundred-millionths of it: 9.65 %. ISS 5 % goes to the city, PIS 0.65 % and COFINS 4 % to the federal
 * revenue. Confirmed by a note of 2017-06-01, which has 0.72 for 7.50.
 */
const BROKERAGE_TAX_RATE = 9_650_000;

/** Brokerage of a note: cut off after the centavo when it is a rate. */
export function brokerageOf(brokerage: Brokerage, orders: number, grossCentavos: number): number {
  switch (brokerage.type) {
    case 'NONE':
      return 0;
    case 'FIXED':
      return scaleDown(brokerage.centavos, orders, 1);
    case 'RATE':
      return scaleDown(grossCentavos, brokerage.rate, RATE_UNIT);
  }
}

/** Taxes on a note's brokerage, cut off after the centavo. */
export const brokerageTaxesOf = (brokerageCentavos: number): number =>
  scaleDown(brokerageCentavos, BROKERAGE_TAX_RATE, RATE_UNIT);

/** Upper bounds of an order's brokerage on one day and of its taxes. */
export function highestBrokerageAndTaxes(
  brokerage: Brokerage,
  grossCentavos: number,
): { readonly brokerageCentavos: number; readonly taxesCentavos: number } {
  if (grossCentavos === 0) return { brokerageCentavos: 0, taxesCentavos: 0 };
  const brokerageCentavos =
    brokerage.type === 'RATE'
      ? scaleUp(grossCentavos, brokerage.rate, RATE_UNIT)
      : brokerageOf(brokerage, 1, grossCentavos);
  return { brokerageCentavos, taxesCentavos: scaleUp(brokerageCentavos, BROKERAGE_TAX_RATE, RATE_UNIT) };
}

/** Upper bound of an order's brokerage and its taxes on one day. */
export function highestBrokerage(brokerage: Brokerage, grossCentavos: number): number {
  const { brokerageCentavos, taxesCentavos } = highestBrokerageAndTaxes(brokerage, grossCentavos);
  return brokerageCentavos + taxesCentavos;
}
