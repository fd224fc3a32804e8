import { add, divideHalfUp, safe, subtract } from '../money/integer.ts';

/**
 * Owned shares of an asset and their cost. The cost counts billionths of a real: an average price keeps its places when shares
 * are sold, and the declared cost of bonus shares may have nine places.
 */
export interface Position {
  readonly quantity: number;
  /** Costs of the purchases included; zero without shares. */
  readonly costBillionths: bigint;
}

export const NO_POSITION: Position = { quantity: 0, costBillionths: 0n };

export const BILLIONTHS_PER_CENTAVO = 10_000_000n;

/** Cost of a position in centavos, rounded half up. */
export const costCentavosOf = ({ costBillionths }: Position): number =>
  safe(Number(divideHalfUp(costBillionths, BILLIONTHS_PER_CENTAVO)));

/** Average price in hundred-millionths of a real (eight places), rounded half up; zero without shares. */
export const averagePriceOf = ({ quantity, costBillionths }: Position): bigint =>
  quantity === 0 ? 0n : divideHalfUp(costBillionths, BigInt(quantity) * 10n);

/** The position after a purchase. */
export const acquire = (before: Position, quantity: number, costCentavos: number): Position => ({
  quantity: add(before.quantity, quantity),
  costBillionths: before.costBillionths + BigInt(safe(costCentavos)) * BILLIONTHS_PER_CENTAVO,
});

/**
 * Takes sold shares out of a position at its average price, which stays the same for the others. The cost of the sold
 * shares is what the position's cost in centavos loses: costs of all sales and of the rest sum to those of the purchases.
 */
export function dispose(
  before: Position,
  quantity: number,
): { readonly position: Position; readonly costCentavos: number } {
  if (quantity > before.quantity) throw new RangeError(`sold ${quantity} of ${before.quantity} shares`);
  const left = before.quantity - quantity;
  const costBillionths =
    left === 0 ? 0n : divideHalfUp(before.costBillionths * BigInt(left), BigInt(before.quantity));
  const position = { quantity: left, costBillionths };
  return { position, costCentavos: subtract(costCentavosOf(before), costCentavosOf(position)) };
}
