import { isDay } from '../calendar/days.ts';
import { CASH_MARKETS, type DailyQuote } from './daily-quote.ts';

/** The length of a line without its end. */
export const LINE_LENGTH = 245;

/** Throws; the caller names the line. */
export type Refuse = (reason: string) => never;

/** A line of the exchange without accents, as most are. */
const PLAIN = /^[\x20-\x7e]*$/;
/** A character of several bytes in UTF-8, read as ISO-8859-1. */
const UTF_8 = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}/;
/** A control character of ISO-8859-1, which no line of the exchange has. */
const CONTROL = /\p{Cc}/u;

/** Refuses a line of another encoding with the reason, since its columns are shifted. */
export function checkEncoding(text: string, lineNumber: number, refuse: Refuse): void {
  if (PLAIN.test(text)) return;
  const original = 'Import the file as the exchange publishes it, in ISO-8859-1 (latin-1).';
  if (lineNumber === 1 && /^(\xff\xfe|\xfe\xff)/.test(text)) refuse(`the file is in UTF-16. ${original}`);
  const isUtf8 = text.startsWith('\xef\xbb\xbf') || UTF_8.test(text);
  if (isUtf8 && (text.length !== LINE_LENGTH || CONTROL.test(text)))
    refuse(`the file is in UTF-8. ${original}`);
  const control = text.length === LINE_LENGTH ? text.search(CONTROL) : -1;
  if (control >= 0) refuse(`column ${control + 1} has a control character`);
}

/** Code of an instrument. Codes before 1998 have spaces inside, such as "VGO 2". */
const CODNEG = /^[A-Z0-9](?:[A-Z0-9 ]*[A-Z0-9])? *$/;
const CODBDI = /^[0-9A-Z ]{2}$/;
const THREE_DIGITS = /^\d{3}$/;
const PRAZOT = /^(\d{3}|\d{1,2} +| *\d{1,2}| {3})$/;
const INDOPC = /^[0-9 ]$/;
/** Codes of old lines are shorter than an ISIN, or absent. */
const ISIN = /^[A-Z0-9]* *$/;
const NO_EXPIRY = /^(99991231|0{8}| {8})$/;

/**
 * Reads the quote of a line, which takes a few microseconds: a year has two million.
 *
 * @throws what `refuse` throws, when the line violates the layout
 */
export function readQuote(text: string, lineNumber: number, refuse: Refuse): DailyQuote {
  const marketType = readCode(text, 'TPMERC', 25, 27, THREE_DIGITS, refuse);
  const quote: DailyQuote = {
    tradeDate: readDay(text, 'the date', 3, refuse),
    bdiCode: readCode(text, 'CODBDI', 11, 12, CODBDI, refuse),
    ticker: readCode(text, 'CODNEG', 13, 24, CODNEG, refuse),
    marketType,
    name: columns(text, 28, 39).trim(),
    specification: columns(text, 40, 49).trim(),
    termDays: readCode(text, 'PRAZOT', 50, 52, PRAZOT, refuse),
    currency: columns(text, 53, 56).trim(),
    open: readNumber(text, 'the opening price', 57, 69, refuse),
    high: readNumber(text, 'the highest price', 70, 82, refuse),
    low: readNumber(text, 'the lowest price', 83, 95, refuse),
    average: readNumber(text, 'the average price', 96, 108, refuse),
    close: readNumber(text, 'the last price', 109, 121, refuse),
    bestBid: readNumber(text, 'the best bid', 122, 134, refuse),
    bestAsk: readNumber(text, 'the best ask', 135, 147, refuse),
    tradeCount: readNumber(text, 'the number of trades', 148, 152, refuse),
    quantity: readNumber(text, 'the quantity', 153, 170, refuse),
    turnoverCentavos: readNumber(text, 'the volume', 171, 188, refuse),
    strike: readNumber(text, 'the strike', 189, 201, refuse),
    correctionIndicator: readCode(text, 'INDOPC', 202, 202, INDOPC, refuse),
    expiresOn: NO_EXPIRY.test(columns(text, 203, 210)) ? null : readDay(text, 'the expiry', 203, refuse),
    quoteFactor: readNumber(text, 'FATCOT', 211, 217, refuse),
    strikePointsMillionths: readNumber(text, 'the strike in points', 218, 230, refuse),
    isin: readCode(text, 'the ISIN', 231, 242, ISIN, refuse),
    distributionNumber: readCode(text, 'DISMES', 243, 245, THREE_DIGITS, refuse),
    contract: CASH_MARKETS.has(marketType) ? 0 : lineNumber,
  };
  checkPlausibility(quote, refuse);
  return quote;
}

/** Columns are counted from 1, the last one included, as in the exchange's layout. */
const columns = (text: string, first: number, last: number): string => text.slice(first - 1, last);

const ZERO = 0x30;

function readNumber(text: string, name: string, first: number, last: number, refuse: Refuse): number {
  let value = 0;
  for (let index = first - 1; index < last; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9)
      refuse(`${name} (columns ${first}-${last}) is not a number: "${columns(text, first, last)}"`);
    value = value * 10 + digit;
  }
  // Rounding never brings a larger number below the bound.
  if (!Number.isSafeInteger(value))
    refuse(`${name} (columns ${first}-${last}) is too large: ${columns(text, first, last)}`);
  return value;
}

function readCode(
  text: string,
  name: string,
  first: number,
  last: number,
  form: RegExp,
  refuse: Refuse,
): string {
  const value = columns(text, first, last);
  if (!form.test(value)) refuse(`${name} (columns ${first}-${last}) is malformed: "${value}"`);
  return value.trim();
}

function readDay(text: string, name: string, first: number, refuse: Refuse): string {
  const last = first + 7;
  const day = `${columns(text, first, first + 3)}-${columns(text, first + 4, first + 5)}-${columns(text, first + 6, last)}`;
  return isDay(day)
    ? day
    : refuse(`${name} (columns ${first}-${last}) is not a day: "${columns(text, first, last)}"`);
}

/**
 * Checks that hold for every real line, to detect a damaged one. The average is not checked: some of the exchange's
 * averages lie below the lowest price.
 */
function checkPlausibility({ quoteFactor, open, high, low, close }: DailyQuote, refuse: Refuse): void {
  if (quoteFactor !== 1 && !/^10{1,6}$/.test(String(quoteFactor)))
    refuse(`FATCOT (columns 211-217) is ${quoteFactor}, not 1, 10, 100 and so on up to 1000000`);
  if (low > high || open > high || open < low || close > high || close < low)
    refuse('the prices contradict each other: not all lie between lowest and highest');
}
