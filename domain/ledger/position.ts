import { add, divideHalfUp, safe } from '../money/integer.ts';
import type { TradeResult } from '../positions/day-results.ts';
import { BILLIONTHS_PER_CENTAVO, NO_POSITION, type Position } from '../positions/position.ts';

/** An account's shares of one asset after its closed days, their cost, and the profit of the sold ones. */
export interface HeldPosition extends Position {
  /** Profit of all sales in centavos, costs of both sides deducted, day trades included. */
  readonly realizedCentavos: number;
  /** The part of it that day trades made. */
  readonly realizedDayTradeCentavos: number;
  /** Newest day (ISO) that changed the position; empty when none did. */
  readonly changedOn: string;
}

export const NO_HELD_POSITION: HeldPosition = {
  ...NO_POSITION,
  realizedCentavos: 0,
  realizedDayTradeCentavos: 0,
  changedOn: '',
};

/** A change of a position that is no trade, such as a deposit of shares or a corporate action. It counts before the day's trades. */
export interface PositionChange {
  /** Day (ISO) to which it belongs. */
  readonly day: string;
  /** Shares added, or removed when negative. */
  readonly quantity: number;
  /** Cost added in billionths of a real, or removed when negative. */
  readonly costBillionths: bigint;
  /** Profit realized, in centavos. */
  readonly realizedCentavos: number;
}

/**
 * The position after a change. A change of the cost alone lowers it at most to zero, and the rest is profit: a sale that was
 * booked after a capital return has taken its part of the cost that the return lowered.
 *
 * @throws RangeError when quantity or cost would go below zero
 */
export function changePosition(before: HeldPosition, given: PositionChange): HeldPosition {
  const change = given.quantity === 0 ? loweredToZero(before, given) : given;
  const quantity = add(before.quantity, change.quantity);
  const costBillionths = before.costBillionths + change.costBillionths;
  if (quantity < 0 || costBillionths < 0n)
    throw new RangeError(
      `a position would have ${quantity} shares at a cost of ${costBillionths} billionths`,
    );
  return {
    quantity,
    costBillionths,
    realizedCentavos: add(before.realizedCentavos, change.realizedCentavos),
    realizedDayTradeCentavos: before.realizedDayTradeCentavos,
    changedOn: later(before.changedOn, change.day),
  };
}

function loweredToZero(before: HeldPosition, change: PositionChange): PositionChange {
  const missing = -(before.costBillionths + change.costBillionths);
  if (missing <= 0n) return change;
  const excessCentavos = safe(Number(divideHalfUp(missing, BILLIONTHS_PER_CENTAVO)));
  return {
    ...change,
    costBillionths: -before.costBillionths,
    realizedCentavos: add(change.realizedCentavos, excessCentavos),
  };
}

/** The position after a closed day. */
export function closePosition(
  before: HeldPosition,
  day: string,
  after: Position | undefined,
  results: readonly TradeResult[],
): HeldPosition {
  const position: Position = after ?? before;
  let { realizedCentavos, realizedDayTradeCentavos } = before;
  for (const { kind, profitCentavos } of results) {
    realizedCentavos = add(realizedCentavos, profitCentavos);
    if (kind === 'DAY_TRADE') realizedDayTradeCentavos = add(realizedDayTradeCentavos, profitCentavos);
  }
  const { quantity, costBillionths } = position;
  return {
    quantity,
    costBillionths,
    realizedCentavos,
    realizedDayTradeCentavos,
    changedOn: later(before.changedOn, day),
  };
}

/** Billionths of a real in a ten-thousandth. */
const BILLIONTHS_PER_TEN_THOUSANDTH = 100_000n;

/** Mean cost of a share in ten-thousandths of a real (four places), rounded half up; zero without shares. */
export const averagePrice = ({ quantity, costBillionths }: Position): bigint =>
  quantity === 0 ? 0n : divideHalfUp(costBillionths, BigInt(quantity) * BILLIONTHS_PER_TEN_THOUSANDTH);

/** Cost in billionths of a real of shares at an average price in ten-thousandths. */
export const costAtAverage = (quantity: number, averageTenThousandths: number): bigint =>
  BigInt(quantity) * BigInt(averageTenThousandths) * BILLIONTHS_PER_TEN_THOUSANDTH;

const later = (a: string, b: string): string => (a > b ? a : b);
