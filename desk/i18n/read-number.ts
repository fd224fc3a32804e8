import { parseDecimal } from '#domain/money/decimal.ts';
import type { Locale } from './locale.ts';
import { parseNumber } from './parse-number.ts';

/** Why a typed text is no value of its field: the graph would refuse the whole request for it, without a word on the field. */
export type NumberFault = 'not-number' | 'not-whole' | 'too-large' | 'too-precise';

/** A value as the graph takes it, or what is wrong with the text. */
export type ReadNumber<Value> =
  { readonly value: Value; readonly fault?: never } | { readonly fault: NumberFault; readonly value?: never };

/** Zeros beyond the centavos say nothing. */
const withoutZeros = (decimal: string): string => decimal.replace(/(\.\d\d)0+$/, '$1');

/** Reads a price or an amount: an exact decimal of the graph. */
export function readDecimal(typed: string, locale: Locale): ReadNumber<string> {
  const number = parseNumber(typed, locale);
  if (number === null) return { fault: 'not-number' };
  const value = withoutZeros(number);
  if (parseDecimal(value)) return { value };
  return { fault: parseDecimal(value.split('.', 1)[0] ?? '') ? 'too-precise' : 'too-large' };
}

/** The graph counts shares in an Int. */
const MOST_SHARES = 2_147_483_647;

/** Reads a whole number of shares. */
export function readQuantity(typed: string, locale: Locale): ReadNumber<number> {
  const number = parseNumber(typed, locale);
  if (number === null) return { fault: 'not-number' };
  if (!/^-?\d+(\.0*)?$/.test(number)) return { fault: 'not-whole' };
  const value = Number(number);
  return Math.abs(value) > MOST_SHARES ? { fault: 'too-large' } : { value };
}
