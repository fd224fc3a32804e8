import { add, scaleDown, scaleUp } from '../money/integer.ts';
import { RATE_UNIT } from './cost-table.ts';

/**
 * The broker's own price. FIXED: an amount for each order on each day on which it trades, so a GTC order may pay it several
 * times. RATE: a part of the traded amount, in hundred-millionths.
 */
export type Brokerage = (
  | { readonly type: 'NONE' }
  | { readonly type: 'FIXED'; readonly centavos: number }
  | { readonly type: 'RATE'; readonly rate: number }
) & { readonly other?: OtherCosts | undefined };

/**
 * Other costs of a note ("Outros"). NOTE: an amount for each note. OF_BROKERAGE: a part of the note's brokerage, in
 * hundred-millionths. Brokers have both: 2.90 on the note of 2017-06-01, 5.9 % of the brokerage at Toro.
 */
export type OtherCosts =
  | { readonly type: 'NOTE'; readonly centavos: number }
  | { readonly type: 'OF_BROKERAGE'; readonly rate: number };

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

/** Other costs of a note, cut off after the centavo when they are a part of its brokerage. */
export function otherCostsOf({ other }: Brokerage, brokerageCentavos: number): number {
  if (!other) return 0;
  return other.type === 'NOTE' ? other.centavos : scaleDown(brokerageCentavos, other.rate, RATE_UNIT);
}

/** A fill on a note, with the broker's own price when it accepted the order. */
export interface PricedFill {
  readonly orderId: string;
  readonly grossCentavos: number;
  readonly brokerage: Brokerage;
}

/**
 * The broker's own costs of a note without the taxes on its brokerage. Orders that were accepted under different prices pay
 * each its own; rates are cut off once a price. Other costs for each note are charged once: of several, the highest.
 */
export function ownCostsOfNote(fills: readonly PricedFill[]): {
  readonly brokerageCentavos: number;
  readonly otherCentavos: number;
} {
  const groups = new Map<string, { brokerage: Brokerage; orders: Set<string>; grossCentavos: number }>();
  for (const { orderId, grossCentavos, brokerage } of fills) {
    const key = keyOf(brokerage);
    const group = groups.get(key) ?? { brokerage, orders: new Set<string>(), grossCentavos: 0 };
    group.orders.add(orderId);
    group.grossCentavos = add(group.grossCentavos, grossCentavos);
    groups.set(key, group);
  }
  let [brokerageCentavos, ofBrokerage, ofNote] = [0, 0, 0];
  for (const { brokerage, orders, grossCentavos } of groups.values()) {
    const own = brokerageOf(brokerage, orders.size, grossCentavos);
    const other = otherCostsOf(brokerage, own);
    brokerageCentavos = add(brokerageCentavos, own);
    if (brokerage.other?.type === 'NOTE') ofNote = Math.max(ofNote, other);
    else ofBrokerage = add(ofBrokerage, other);
  }
  return { brokerageCentavos, otherCentavos: add(ofBrokerage, ofNote) };
}

/** Text that equal prices share. */
function keyOf(brokerage: Brokerage): string {
  const { type, other } = brokerage;
  const value = type === 'NONE' ? 0 : type === 'FIXED' ? brokerage.centavos : brokerage.rate;
  return [type, value, other?.type, other?.type === 'NOTE' ? other.centavos : other?.rate].join(' ');
}

/** Upper bounds of the broker's own costs of an order on one day, in centavos. */
export interface OwnCosts {
  readonly brokerageCentavos: number;
  readonly taxesCentavos: number;
  readonly otherCentavos: number;
}

/** Upper bounds of an order's brokerage on one day, of its taxes and of the other costs. */
export function highestOwnCosts(brokerage: Brokerage, grossCentavos: number): OwnCosts {
  if (grossCentavos === 0) return { brokerageCentavos: 0, taxesCentavos: 0, otherCentavos: 0 };
  const brokerageCentavos =
    brokerage.type === 'RATE'
      ? scaleUp(grossCentavos, brokerage.rate, RATE_UNIT)
      : brokerageOf(brokerage, 1, grossCentavos);
  const { other } = brokerage;
  return {
    brokerageCentavos,
    taxesCentavos: scaleUp(brokerageCentavos, BROKERAGE_TAX_RATE, RATE_UNIT),
    otherCentavos:
      other?.type === 'OF_BROKERAGE'
        ? scaleUp(brokerageCentavos, other.rate, RATE_UNIT)
        : otherCostsOf(brokerage, brokerageCentavos),
  };
}
