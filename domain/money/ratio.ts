/** An exact ratio of two integers; the denominator is positive. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ratioOf = (units: bigint, places: number): Ratio => ({
  numerator: units,
  denominator: 10n ** BigInt(places),
});

export const plus = (a: Ratio, b: Ratio): Ratio => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { ...b, numerator: -b.numerator });

export const times = (a: Ratio, b: Ratio): Ratio => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
});

/** -1, 0 or 1: the sign of a ratio minus a whole number. */
export function compareToWhole({ numerator, denominator }: Ratio, whole: bigint): number {
  const difference = numerator - whole * denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * The ratio behind a decimal that was cut off: `0.14285714` is one seventh. It is the fraction closest to the decimal among
 * those within one unit of the last place whose denominator q is small for the number of places: q * q <= 10^(places - 2).
 * A decimal without such a fraction is taken as written. So 0.1, 1.05 and 0.25 stay what they are.
 */
export function ratioOfCutDecimal(units: bigint, places: number): Ratio {
  const exact = ratioOf(units, places);
  if (places < 3) return exact;
  const largest = BigInt(Math.floor(Math.sqrt(10 ** (places - 2))));
  const near = closestFraction(exact, largest);
  const error = absolute(near.numerator * exact.denominator - exact.numerator * near.denominator);
  return error < near.denominator ? near : exact;
}

/** The convergents of a continued fraction, up to the last one whose denominator is at most `largest`. */
function closestFraction(ratio: Ratio, largest: bigint): Ratio {
  let [a, b] = [ratio.numerator, ratio.denominator];
  let before = { numerator: 1n, denominator: 0n };
  let last = { numerator: a / b, denominator: 1n };
  [a, b] = [b, a % b];
  while (b !== 0n) {
    const term = a / b;
    const next = {
      numerator: term * last.numerator + before.numerator,
      denominator: term * last.denominator + before.denominator,
    };
    if (next.denominator > largest) break;
    [before, last] = [last, next];
    [a, b] = [b, a % b];
  }
  return last;
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
