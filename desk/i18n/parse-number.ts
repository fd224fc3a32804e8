import type { Locale } from './locale.ts';

/** Marks before, after and between digits that mean nothing: the currency, spaces of all kinds. */
const NOISE = /R\$|BRL|[\s\u00a0\u202f]/gi;
const MINUS = /^[-\u2212\u2013]/;
/** One of these may stand before the digits. */
const SIGN = /^[-+\u2212\u2013]/;

/**
 * Reads a number as people type or paste it: `1.234,56`, `1,234.56`, `R$ 1.234,56`, `27.5`, `-3`, `+200`. Of both separators the later one
 * begins the fraction. A lone separator begins it too, unless it is the language's mark of thousands before exactly three digits.
 *
 * @returns an exact decimal such as `1234.56`, or null when the text is no number
 */
export function parseNumber(typed: string, locale: Locale): string | null {
  const text = typed.replace(NOISE, '');
  const isNegative = MINUS.test(text);
  const digits = text.replace(SIGN, '');
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits)) return null;
  const mark = fractionMark(digits, locale);
  const [whole = '', fraction = '', ...rest] = mark === null ? [digits] : digits.split(mark);
  if (rest.length > 0 || !isGrouped(whole) || /[.,]/.test(fraction)) return null;
  const plain = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '') || '0';
  const value = fraction === '' ? plain : `${plain}.${fraction}`;
  return isNegative && /[1-9]/.test(value) ? `-${value}` : value;
}

function fractionMark(digits: string, locale: Locale): '.' | ',' | null {
  const [point, comma] = [digits.lastIndexOf('.'), digits.lastIndexOf(',')];
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ',';
  if (point < 0 && comma < 0) return null;
  const mark = point >= 0 ? '.' : ',';
  if (digits.split(mark).length > 2) return null;
  const ofThousands = locale === 'pt-BR' ? '.' : ',';
  return mark === ofThousands && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? null : mark;
}

/**
 * True for a lone mark before exactly three digits that the language reads as the beginning of a fraction: a user who types `1,000` in
 * Portuguese may mean a thousand. No amount and no quantity has three places.
 */
export function isAmbiguous(typed: string, locale: Locale): boolean {
  const digits = typed.replace(NOISE, '').replace(SIGN, '');
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) && fractionMark(digits, locale) !== null;
}

/** Digits without marks, or with one mark before each group of three. */
const isGrouped = (whole: string): boolean =>
  /^\d*$/.test(whole) || /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(whole);

/** Reads a whole number of shares; null when it is none. */
export function parseQuantity(typed: string, locale: Locale): number | null {
  const value = parseNumber(typed, locale);
  if (value === null || !/^-?\d+(\.0*)?$/.test(value)) return null;
  const quantity = Number(value);
  return Number.isSafeInteger(quantity) ? quantity : null;
}

/** A decimal as a user of the language would type it. */
export const typedNumber = (value: string | number, locale: Locale): string =>
  locale === 'pt-BR' ? String(value).replace('.', ',') : String(value);

/** A typed number in the marks of another language; a text that is no number stays. */
export function retypedNumber(typed: string, from: Locale, to: Locale): string {
  const value = parseNumber(typed, from);
  return value === null ? typed : typedNumber(value, to);
}
