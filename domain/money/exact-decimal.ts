import type { Ratio } from './ratio.ts';

/** Longest fraction of an exact decimal. B3 publishes 11 places. */
const MAX_PLACES = 18;
const PATTERN = new RegExp(`^(0|[1-9][0-9]{0,12})(\\.[0-9]{1,${MAX_PLACES}})?$`);

/** Parses a decimal from zero on (`0.1334`, `2`), exactly; null for any other text. */
export function parseExactDecimal(text: string): Ratio | null {
  if (!PATTERN.test(text)) return null;
  const [whole = '', fraction = ''] = text.split('.');
  return { numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length) };
}

/** The ratio of a decimal that was checked before. Throws RangeError for malformed text. */
export function exactDecimal(text: string): Ratio {
  const ratio = parseExactDecimal(text);
  if (!ratio) throw new RangeError(`not a decimal: ${text}`);
  return ratio;
}

/** Formats units of 10^-places without zeros at the end of the fraction: 13340 at five places is `0.1334`. */
export function formatExactDecimal(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

export const isSameRatio = (a: Ratio, b: Ratio): boolean =>
  a.numerator * b.denominator === b.numerator * a.denominator;
