import { divideHalfUp, safe } from '#domain/money/integer.ts';
import { TWO_READINGS, type DecimalForm } from './decimal-form.ts';

/** A parsed decimal from zero on: the value is `units / 10^places`. */
export interface PlainDecimal {
  readonly units: bigint;
  readonly places: number;
}

const PLAIN = /^\d{1,13}(\.\d{1,18})?$/;
const BRAZILIAN = /^(\d{1,13}|\d{1,3}(\.\d{3}){1,4}),\d{1,18}$/;
/** Points that group thousands, without a comma. A single one has two readings. */
const GROUPED = /^\d{1,3}(\.\d{3}){2,4}$/;

/**
 * Parses a plain decimal (`1234.56`) or a Brazilian one (`1.234,56`, `28,11`); null for any other text.
 *
 * @param form reading of a text that is both, such as `1.026`
 */
export function parseEitherDecimal(text: string, form: DecimalForm): PlainDecimal | null {
  if (form === 'BRAZILIAN' && TWO_READINGS.test(text)) return decimalOf(text.replace('.', ''), ',');
  if (PLAIN.test(text)) return decimalOf(text, '.');
  if (BRAZILIAN.test(text)) return decimalOf(text.replaceAll('.', ''), ',');
  if (GROUPED.test(text)) return decimalOf(text.replaceAll('.', ''), ',');
  return null;
}

function decimalOf(text: string, point: string): PlainDecimal {
  const [whole = '', fraction = ''] = text.split(point);
  return { units: BigInt(whole + fraction), places: fraction.length };
}

/** Quantity times price in centavos, rounded half up once. */
export function grossCentavosOf(quantity: number, price: PlainDecimal): number {
  const units = BigInt(quantity) * price.units * 100n;
  return safe(Number(divideHalfUp(units, 10n ** BigInt(price.places))));
}

/** A decimal in units of 10^-places; null when it has more places. */
export function exactUnits(decimal: PlainDecimal, places: number): bigint | null {
  if (decimal.places <= places) return decimal.units * 10n ** BigInt(places - decimal.places);
  const divisor = 10n ** BigInt(decimal.places - places);
  return decimal.units % divisor === 0n ? decimal.units / divisor : null;
}
