/** Checked integer arithmetic for money and shares. A result beyond the safe integers is a bug and throws RangeError. */

/** Returns the value; throws RangeError when it is not a safe integer. */
export function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
  return value;
}

export const add = (a: number, b: number): number => safe(a + b);
/** The sum, at most the largest safe integer: for totals of all clients, whose size must stop nobody's figures. */
export const addUpToSafe = (a: number, b: number): number => Math.min(a + b, Number.MAX_SAFE_INTEGER);
export const subtract = (a: number, b: number): number => safe(a - b);
export const multiply = (a: number, b: number): number => safe(a * b);

/** `value * numerator / denominator`, rounded half away from zero. Exact: the product may exceed the safe integers. */
export function scale(value: number, numerator: number, denominator: number): number {
  const small = safe(value) * safe(numerator);
  if (Number.isSafeInteger(small) && denominator > 0) return divideSafeHalfUp(small, safe(denominator));
  const product = BigInt(value) * BigInt(numerator);
  return safe(Number(divideHalfUp(product, BigInt(safe(denominator)))));
}

/** `divideHalfUp` for safe integers, with a positive divisor. */
function divideSafeHalfUp(dividend: number, divisor: number): number {
  const remainder = dividend % divisor;
  const quotient = (dividend - remainder) / divisor;
  const isRaised = Math.abs(remainder) >= divisor - Math.abs(remainder);
  return quotient + (isRaised ? Math.sign(dividend) : 0);
}

/** Quotient of two integers, rounded half away from zero (half up for positive quotients). */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  if (divisor === 0n) throw new RangeError('division by zero');
  const negative = dividend < 0n !== divisor < 0n;
  const a = dividend < 0n ? -dividend : dividend;
  const b = divisor < 0n ? -divisor : divisor;
  const rounded = (a * 2n + b) / (b * 2n);
  return negative ? -rounded : rounded;
}

/** Average in ten-thousandths of a real (four places): total centavos over a count, rounded half up; zero for no count. */
export function averageInTenThousandths(totalCentavos: number, count: number): number {
  return count === 0 ? 0 : scale(totalCentavos, 100, count);
}

/** `value * numerator / denominator`, cut off after the unit; for values from zero on. Exact. */
export function scaleDown(value: number, numerator: number, denominator: number): number {
  const product = safe(value) * safe(numerator);
  if (Number.isSafeInteger(product)) return (product - (product % denominator)) / denominator;
  return safe(Number((BigInt(value) * BigInt(numerator)) / BigInt(denominator)));
}

/** `value * numerator / denominator`, raised to the next unit; for values from zero on. Exact. */
export function scaleUp(value: number, numerator: number, denominator: number): number {
  const down = scaleDown(value, numerator, denominator);
  const isExact = BigInt(value) * BigInt(numerator) === BigInt(down) * BigInt(denominator);
  return isExact ? down : add(down, 1);
}

export const sum = (values: readonly number[]): number => values.reduce(add, 0);
