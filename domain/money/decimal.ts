/** Exact decimals in messages and in the graph: `-?(0|[1-9][0-9]{0,12})(.[0-9]{1,8})?`. No floating point. */

/** A parsed decimal: the value is `units / 10^places`. */
export interface Decimal {
  readonly units: bigint;
  /** Digits after the point in the text, 0 to 8. */
  readonly places: number;
}

const PATTERN = /^-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,8})?$/;

/** Parses a decimal; null when malformed (`1e3`, ` 1`, `01`, empty, over 13 digits before or 8 after the point). */
export function parseDecimal(text: string): Decimal | null {
  if (!PATTERN.test(text)) return null;
  const point = text.indexOf('.');
  const places = point < 0 ? 0 : text.length - point - 1;
  return { units: BigInt(text.replace('.', '')), places };
}

/**
 * Converts a decimal to units of 10^-places, exactly; null when it has more decimal places than that or exceeds the safe
 * integers. At two places `1.50` is 150 and `1.005` is null.
 */
export function decimalToInteger(value: Decimal, places: number): number | null {
  const scaled =
    value.places <= places
      ? value.units * 10n ** BigInt(places - value.places)
      : divideExactly(value.units, value.places - places);
  if (scaled === null) return null;
  const result = Number(scaled);
  return Number.isSafeInteger(result) ? result : null;
}

function divideExactly(units: bigint, digits: number): bigint | null {
  const divisor = 10n ** BigInt(digits);
  return units % divisor === 0n ? units / divisor : null;
}

/** Formats an integer in units of 10^-places with exactly that many places: 2890 at two places is `28.90`. */
export function formatDecimal(units: number | bigint, places: number): string {
  const negative = units < 0;
  const digits = (negative ? -BigInt(units) : BigInt(units)).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = places === 0 ? '' : `.${digits.slice(digits.length - places)}`;
  return `${negative ? '-' : ''}${whole}${fraction}`;
}
