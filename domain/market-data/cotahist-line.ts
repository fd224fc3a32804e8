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

/** A field of a line. Columns are counted from 1, the last one included, as in the exchange's layout. */
interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/** A field whose text has a form. */
interface CodeField extends Field {
  readonly form: RegExp;
}

/** The exchange's layout of a line; further fields are texts of any form. */
const FIELDS = {
  tradeDate: { name: 'the date', first: 3, last: 10 },
  bdiCode: { name: 'CODBDI', first: 11, last: 12, form: CODBDI },
  ticker: { name: 'CODNEG', first: 13, last: 24, form: CODNEG },
  marketType: { name: 'TPMERC', first: 25, last: 27, form: THREE_DIGITS },
  termDays: { name: 'PRAZOT', first: 50, last: 52, form: PRAZOT },
  open: { name: 'the opening price', first: 57, last: 69 },
  high: { name: 'the highest price', first: 70, last: 82 },
  low: { name: 'the lowest price', first: 83, last: 95 },
  average: { name: 'the average price', first: 96, last: 108 },
  close: { name: 'the last price', first: 109, last: 121 },
  bestBid: { name: 'the best bid', first: 122, last: 134 },
  bestAsk: { name: 'the best ask', first: 135, last: 147 },
  tradeCount: { name: 'the number of trades', first: 148, last: 152 },
  quantity: { name: 'the quantity', first: 153, last: 170 },
  turnoverCentavos: { name: 'the volume', first: 171, last: 188 },
  strike: { name: 'the strike', first: 189, last: 201 },
  correctionIndicator: { name: 'INDOPC', first: 202, last: 202, form: INDOPC },
  expiresOn: { name: 'the expiry', first: 203, last: 210 },
  quoteFactor: { name: 'FATCOT', first: 211, last: 217 },
  strikePointsMillionths: { name: 'the strike in points', first: 218, last: 230 },
  isin: { name: 'the ISIN', first: 231, last: 242, form: ISIN },
  distributionNumber: { name: 'DISMES', first: 243, last: 245, form: THREE_DIGITS },
} as const satisfies Readonly<Record<string, Field | CodeField>>;

/**
 * Reads the quote of a line, which takes a few microseconds: a year has two million.
 *
 * @throws what `refuse` throws, when the line violates the layout
 */
export function readQuote(text: string, lineNumber: number, refuse: Refuse): DailyQuote {
  const marketType = readCode(text, FIELDS.marketType, refuse);
  const quote: DailyQuote = {
    tradeDate: readDay(text, FIELDS.tradeDate, refuse),
    bdiCode: readCode(text, FIELDS.bdiCode, refuse),
    ticker: readCode(text, FIELDS.ticker, refuse),
    marketType,
    name: columns(text, 28, 39).trim(),
    specification: columns(text, 40, 49).trim(),
    termDays: readCode(text, FIELDS.termDays, refuse),
    currency: columns(text, 53, 56).trim(),
    open: readNumber(text, FIELDS.open, refuse),
    high: readNumber(text, FIELDS.high, refuse),
    low: readNumber(text, FIELDS.low, refuse),
    average: readNumber(text, FIELDS.average, refuse),
    close: readNumber(text, FIELDS.close, refuse),
    bestBid: readNumber(text, FIELDS.bestBid, refuse),
    bestAsk: readNumber(text, FIELDS.bestAsk, refuse),
    tradeCount: readNumber(text, FIELDS.tradeCount, refuse),
    quantity: readNumber(text, FIELDS.quantity, refuse),
    turnoverCentavos: readNumber(text, FIELDS.turnoverCentavos, refuse),
    strike: readNumber(text, FIELDS.strike, refuse),
    correctionIndicator: readCode(text, FIELDS.correctionIndicator, refuse),
    expiresOn: NO_EXPIRY.test(textOf(text, FIELDS.expiresOn))
      ? null
      : readDay(text, FIELDS.expiresOn, refuse),
    quoteFactor: readNumber(text, FIELDS.quoteFactor, refuse),
    strikePointsMillionths: readNumber(text, FIELDS.strikePointsMillionths, refuse),
    isin: readCode(text, FIELDS.isin, refuse),
    distributionNumber: readCode(text, FIELDS.distributionNumber, refuse),
    contract: CASH_MARKETS.has(marketType) ? 0 : lineNumber,
  };
  checkPlausibility(quote, refuse);
  return quote;
}

const columns = (text: string, first: number, last: number): string => text.slice(first - 1, last);

const textOf = (text: string, { first, last }: Field): string => columns(text, first, last);

/** A field as messages name it. */
const placeOf = ({ name, first, last }: Field): string => `${name} (columns ${first}-${last})`;

const ZERO = 0x30;

function readNumber(text: string, field: Field, refuse: Refuse): number {
  let value = 0;
  for (let index = field.first - 1; index < field.last; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) refuse(`${placeOf(field)} is not a number: "${textOf(text, field)}"`);
    value = value * 10 + digit;
  }
  // Rounding never brings a larger number below the bound.
  if (!Number.isSafeInteger(value)) refuse(`${placeOf(field)} is too large: ${textOf(text, field)}`);
  return value;
}

function readCode(text: string, field: CodeField, refuse: Refuse): string {
  const value = textOf(text, field);
  if (!field.form.test(value)) refuse(`${placeOf(field)} is malformed: "${value}"`);
  return value.trim();
}

function readDay(text: string, field: Field, refuse: Refuse): string {
  const digits = textOf(text, field);
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isDay(day) ? day : refuse(`${placeOf(field)} is not a day: "${digits}"`);
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
