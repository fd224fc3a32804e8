import { parseDecimal } from '#domain/money/decimal.ts';
import type { Locale } from './locale.ts';
import { isAmbiguous, parseNumber, typedNumber } from './parse-number.ts';

/** Why a typed text is no value of its field: the graph would refuse the whole request for it, without a word on the field. */
export type NumberFault = 'missing' | 'not-number' | 'not-whole' | 'too-large' | 'too-precise' | 'ambiguous';

/** A value as the graph takes it, or what is wrong with the text. */
export type ReadNumber<Value> =
  { readonly value: Value; readonly fault?: never } | { readonly fault: NumberFault; readonly value?: never };

/** Zeros beyond the centavos say nothing. */
const withoutZeros = (decimal: string): string => decimal.replace(/(\.\d\d)0+$/, '$1');

/** Reads a price or an amount: an exact decimal of the graph. */
export function readDecimal(typed: string, locale: Locale): ReadNumber<string> {
  const number = parseNumber(typed, locale);
  if (number === null) return { fault: typed.trim() === '' ? 'missing' : 'not-number' };
  if (isAmbiguous(typed, locale)) return { fault: 'ambiguous' };
  const value = withoutZeros(number);
  if (parseDecimal(value)) return { value };
  return { fault: parseDecimal(value.split('.', 1)[0] ?? '') ? 'too-precise' : 'too-large' };
}

/** The graph counts shares in an Int. */
const MOST_SHARES = 2_147_483_647;

/**
 * Reads a price. Three zeros after a mark are the places of a number that another program wrote, `29.000` of `29.00`: no price of an order
 * has so many, and one a thousand times as high would be refused by its band.
 */
export const readPrice = (typed: string, locale: Locale): ReadNumber<string> =>
  readDecimal(isAmbiguous(typed, locale) ? typed.replace(/[.,]000(?=\s*$)/, '') : typed, locale);

/** Reads a whole number of shares. */
export function readQuantity(typed: string, locale: Locale): ReadNumber<number> {
  const number = parseNumber(typed, locale);
  if (number === null) return { fault: typed.trim() === '' ? 'missing' : 'not-number' };
  if (isAmbiguous(typed, locale)) return { fault: 'ambiguous' };
  if (!/^-?\d+(\.0*)?$/.test(number)) return { fault: 'not-whole' };
  const value = Number(number);
  return Math.abs(value) > MOST_SHARES ? { fault: 'too-large' } : { value };
}

/** A typed amount as it was read, for the field that the user leaves: `28,90` of `R$28.9`. A wrong text stays. */
export const settledDecimal = (typed: string, locale: Locale): string =>
  settled(typed, readDecimal(typed, locale), locale);

/** The same of a price. */
export const settledPrice = (typed: string, locale: Locale): string =>
  settled(typed, readPrice(typed, locale), locale);

function settled(typed: string, { value }: ReadNumber<string>, locale: Locale): string {
  if (value === undefined) return typed;
  const [whole = '', fraction = ''] = value.split('.');
  return typedNumber(`${whole}.${fraction.padEnd(2, '0')}`, locale);
}

/** A typed quantity as it was read: `1000` of `1.000`. A wrong text stays. */
export function settledQuantity(typed: string, locale: Locale): string {
  const { value } = readQuantity(typed, locale);
  return value === undefined ? typed : String(value);
}
