import { add, scaleDown, sum } from '../money/integer.ts';

/**
 * Shares an amount in proportion to weights, by the largest remainder: the shares are whole centavos, sum to the amount,
 * and differ from the exact proportion by less than a centavo. Of equal remainders the earlier one comes first.
 */
export function shareByLargestRemainder(
  amountCentavos: number,
  weights: readonly number[],
): readonly number[] {
  const total = sum(weights);
  if (amountCentavos === 0 || total === 0) return weights.map(() => 0);
  const shares = weights.map((weight) => scaleDown(amountCentavos, weight, total));
  const missing = amountCentavos - sum(shares);
  if (missing === 0) return shares;
  const remainders = weights.map((weight) => remainderOf(amountCentavos, weight, total));
  const order = remainders.map((_, index) => index);
  order.sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b);
  for (const index of order.slice(0, missing)) shares[index] = add(shares[index] ?? 0, 1);
  return shares;
}

/** Remainder of `amount * weight / total`. */
function remainderOf(amount: number, weight: number, total: number): number {
  const product = amount * weight;
  if (Number.isSafeInteger(product)) return product % total;
  return Number((BigInt(amount) * BigInt(weight)) % BigInt(total));
}
