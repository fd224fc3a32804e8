import { compareToWhole, type Ratio } from '../money/ratio.ts';
import { safe } from '../money/integer.ts';
import { BILLIONTHS_PER_CENTAVO, NO_POSITION, type Position } from './position.ts';

/**
 * A corporate action that changes shares or their cost. A factor counts shares after it for one share before: 2 doubles, 0.1
 * is a reverse split of ten for one, 1.1 a bonus of 10 %.
 */
export type CorporateAction =
  | { readonly kind: 'SPLIT' | 'REVERSE_SPLIT'; readonly factor: Ratio }
  | {
      readonly kind: 'BONUS';
      readonly factor: Ratio;
      /** Declared cost of a new share, in billionths of a real. */
      readonly costPerShareBillionths: bigint;
    }
  | {
      readonly kind: 'CAPITAL_RETURN';
      /** Money for a share, in billionths of a real. */
      readonly costPerShareBillionths: bigint;
    };

export type CorporateActionKind = CorporateAction['kind'];

/** The result of a corporate action for one position. */
export interface AppliedAction {
  readonly position: Position;
  /** Part of a share that nobody can hold: the company sells it in an auction and pays the money. Below one. */
  readonly fraction: Ratio;
  /** Cost of the sold fraction, in billionths of a real: the declared cost for a bonus, otherwise zero. */
  readonly fractionCostBillionths: bigint;
  /** Part of a capital return beyond the cost of the position, in billionths of a real: a gain. */
  readonly excessBillionths: bigint;
}

const NO_FRACTION: Ratio = { numerator: 0n, denominator: 1n };

/** Fault of a factor for its kind of action, or null. A split has more shares after it, a reverse split fewer. */
export function faultOfFactor(kind: CorporateActionKind, factor: Ratio): string | null {
  if (factor.numerator <= 0n) return 'a factor is above zero';
  const toOne = compareToWhole(factor, 1n);
  switch (kind) {
    case 'SPLIT':
      return toOne > 0 ? null : 'the factor of a split is above 1: shares after it for one before';
    case 'BONUS':
      return toOne > 0 ? null : 'the factor of a bonus is above 1: 1.1 for 10 % of new shares';
    case 'REVERSE_SPLIT':
      return toOne < 0
        ? null
        : 'the factor of a reverse split is below 1: 0.1 for ten shares that become one';
    case 'CAPITAL_RETURN':
      return 'a capital return has no factor';
  }
}

/**
 * Applies an action to the shares that a position has at the end of the record day, by trade date.
 *
 * - A split or reverse split leaves the total cost unchanged.
 * - A bonus adds its declared cost for each whole new share.
 * - A capital return lowers the cost, at most to zero.
 *
 * Source: IN RFB 1585/2015 art. 58; the declared cost of bonus shares: Lei 9.249/1995 art. 10.
 */
export function applyCorporateAction(before: Position, action: CorporateAction): AppliedAction {
  if (before.quantity === 0) return nothingLeft(NO_POSITION);
  switch (action.kind) {
    case 'SPLIT':
    case 'REVERSE_SPLIT':
      return multiplyShares(before, action.factor, 0n);
    case 'BONUS':
      return multiplyShares(before, action.factor, action.costPerShareBillionths);
    case 'CAPITAL_RETURN': {
      const returned = BigInt(before.quantity) * action.costPerShareBillionths;
      const excess = returned > before.costBillionths ? returned - before.costBillionths : 0n;
      const position = { ...before, costBillionths: before.costBillionths - (returned - excess) };
      return { ...nothingLeft(position), excessBillionths: excess };
    }
  }
}

function multiplyShares(before: Position, factor: Ratio, costOfNewShare: bigint): AppliedAction {
  const product = BigInt(before.quantity) * factor.numerator;
  const whole = product / factor.denominator;
  const fraction = { numerator: product % factor.denominator, denominator: factor.denominator };
  const newShares = whole - BigInt(before.quantity);
  const quantity = safe(Number(whole));
  const costBillionths = before.costBillionths + newShares * costOfNewShare;
  const position = quantity === 0 ? NO_POSITION : { quantity, costBillionths };
  return {
    ...nothingLeft(position),
    fraction,
    fractionCostBillionths: (costOfNewShare * fraction.numerator) / fraction.denominator,
  };
}

const nothingLeft = (position: Position): AppliedAction => ({
  position,
  fraction: NO_FRACTION,
  fractionCostBillionths: 0n,
  excessBillionths: 0n,
});

/** Value in centavos, cut off, of the fraction at the price of a whole share that its auction reached. */
export const fractionProceedsCentavos = (fraction: Ratio, priceBillionths: bigint): number =>
  safe(Number((priceBillionths * fraction.numerator) / (fraction.denominator * BILLIONTHS_PER_CENTAVO)));
