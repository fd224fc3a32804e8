import { compareToWhole, type Ratio } from '../money/ratio.ts';
import { divideHalfUp, safe } from '../money/integer.ts';
import { NO_POSITION, type Position } from './position.ts';

/**
 * A corporate action that changes shares or their cost. A factor counts shares after it for one share before: 2 doubles, 0.1
 * is a reverse split of ten for one, 1.1 a bonus of 10 %.
 */
export type CorporateAction =
  | { readonly kind: 'SPLIT' | 'REVERSE_SPLIT'; readonly factor: Ratio }
  | {
      readonly kind: 'BONUS';
      readonly factor: Ratio;
      /** Declared cost of a new share, in reais. */
      readonly costPerShare: Ratio;
    }
  | {
      readonly kind: 'CAPITAL_RETURN';
      /** Money for a share, in reais. */
      readonly costPerShare: Ratio;
    };

export type CorporateActionKind = CorporateAction['kind'];

/** The result of a corporate action for one position. */
export interface AppliedAction {
  readonly position: Position;
  /** Part of a share that nobody can hold: the company sells it in an auction and pays the money. Below one. */
  readonly fraction: Ratio;
  /** Cost of the fraction, in billionths of a real: the declared one for a bonus, otherwise its part of the position's cost. */
  readonly fractionCostBillionths: bigint;
  /** Part of a capital return beyond the cost of the position, in billionths of a real: a gain. */
  readonly excessBillionths: bigint;
}

const BILLIONTHS_PER_REAL = 1_000_000_000n;
const CENTAVOS_PER_REAL = 100n;
const NOTHING: Ratio = { numerator: 0n, denominator: 1n };

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
 * - A split or reverse split leaves the total cost unchanged: the fraction takes its part with it.
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
      return replaceShares(before, action.factor);
    case 'BONUS':
      return addShares(before, action.factor, action.costPerShare);
    case 'CAPITAL_RETURN': {
      const returned = billionthsOf(BigInt(before.quantity), action.costPerShare);
      const excess = returned > before.costBillionths ? returned - before.costBillionths : 0n;
      const position = { ...before, costBillionths: before.costBillionths - (returned - excess) };
      return { ...nothingLeft(position), excessBillionths: excess };
    }
  }
}

function replaceShares(before: Position, factor: Ratio): AppliedAction {
  const { quantity, fraction } = multiply(before.quantity, factor);
  const fractionCostBillionths = fractionCostOf(before.costBillionths, quantity, fraction);
  const position = { quantity, costBillionths: before.costBillionths - fractionCostBillionths };
  return { ...nothingLeft(position), fraction, fractionCostBillionths };
}

/**
 * Cost of the fraction that a split or reverse split leaves beside whole shares: its part of their common cost, since the new
 * shares and the fraction have one average price. Rounded half up to a billionth of a real.
 */
export const fractionCostOf = (costBillionths: bigint, wholeShares: number, fraction: Ratio): bigint =>
  fraction.numerator === 0n
    ? 0n
    : divideHalfUp(
        costBillionths * fraction.numerator,
        BigInt(wholeShares) * fraction.denominator + fraction.numerator,
      );

const multiply = (quantity: number, factor: Ratio) => {
  const product = BigInt(quantity) * factor.numerator;
  return {
    quantity: safe(Number(product / factor.denominator)),
    fraction: { numerator: product % factor.denominator, denominator: factor.denominator },
  };
};

function addShares(before: Position, factor: Ratio, costOfNewShare: Ratio): AppliedAction {
  const { quantity, fraction } = multiply(before.quantity, factor);
  const newShares = BigInt(quantity) - BigInt(before.quantity);
  const costBillionths = before.costBillionths + billionthsOf(newShares, costOfNewShare);
  return {
    ...nothingLeft({ quantity, costBillionths }),
    fraction,
    fractionCostBillionths: billionthsOf(fraction.numerator, {
      ...costOfNewShare,
      denominator: costOfNewShare.denominator * fraction.denominator,
    }),
  };
}

/** A count of shares times an amount a share: multiplied first, then rounded half up to a billionth of a real. */
const billionthsOf = (shares: bigint, amount: Ratio): bigint =>
  divideHalfUp(shares * amount.numerator * BILLIONTHS_PER_REAL, amount.denominator);

const nothingLeft = (position: Position): AppliedAction => ({
  position,
  fraction: NOTHING,
  fractionCostBillionths: 0n,
  excessBillionths: 0n,
});

/** Money in centavos, cut off, for a fraction at the price of a whole share, in reais, that its auction reached. */
export const fractionProceedsCentavos = (fraction: Ratio, price: Ratio): number =>
  safe(
    Number(
      (fraction.numerator * price.numerator * CENTAVOS_PER_REAL) / (fraction.denominator * price.denominator),
    ),
  );
