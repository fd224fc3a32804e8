import { isCashQuote, type DailyQuote } from './daily-quote.ts';

/**
 * Reader of B3's file of historical quotes (COTAHIST) since 1986: lines of 245 characters of ISO-8859-1; a header, quotes, and a
 * trailer with the number of lines. It reads line by line, so that a yearly file needs no more memory than a daily one.
 */
export interface CotahistReader {
  /**
   * Reads the next line, without its line end. Returns its quote, or null for header and trailer.
   *
   * @throws CotahistError when the line violates the layout
   */
  line(text: string): DailyQuote | null;
  /** Call after the last line. Throws CotahistError when the file is incomplete. */
  end(): void;
}

/** Reason for refusing a whole file; the message names the line. */
export class CotahistError extends Error {
  override readonly name = 'CotahistError';
}

const LINE_LENGTH = 245;
const HEADER = /^00COTAHIST\.(\d{4}).{8}(\d{8}) {214}$/;
const TRAILER = /^99COTAHIST\.(\d{4}).{8}(\d{8})(\d{11}) {203}$/;

/** Creates the reader of one file. */
export function createCotahistReader(): CotahistReader {
  let lineNumber = 0;
  let header: string | null = null;
  let isEnded = false;
  /** Line numbers of the current day's quotes of shares, by key. The store finds the repeats of a file that is not sorted by day. */
  let seen = { day: '', lines: new Map<string, number>() };
  const refuse = (reason: string): never => {
    throw new CotahistError(`line ${lineNumber}: ${reason}`);
  };
  const readHeader = (text: string): null => {
    if (!HEADER.test(text)) refuse('this is not the header of a COTAHIST file');
    header = text.slice(2, 31);
    return null;
  };
  const readTrailer = (text: string): null => {
    const match = TRAILER.exec(text) ?? refuse('the trailer is malformed');
    if (text.slice(2, 31) !== header) refuse('the trailer belongs to another file than the header');
    const counted = Number(match[3]);
    if (counted !== lineNumber)
      refuse(`the trailer counts ${counted} lines, but there are ${lineNumber}: the file is cut off`);
    isEnded = true;
    return null;
  };
  const checkNew = (quote: DailyQuote): DailyQuote => {
    if (quote.tradeDate !== seen.day) seen = { day: quote.tradeDate, lines: new Map() };
    if (!isCashQuote(quote)) return { ...quote, contract: lineNumber };
    const key = `${quote.ticker} ${quote.marketType}`;
    const first = seen.lines.get(key);
    if (first !== undefined) refuse(`${quote.ticker} of ${quote.tradeDate} repeats line ${first}`);
    seen.lines.set(key, lineNumber);
    return quote;
  };
  return {
    line: (text) => {
      lineNumber += 1;
      if (isEnded) refuse('something follows the trailer');
      checkEncoding(text, lineNumber, refuse);
      if (text.length !== LINE_LENGTH) refuse(`it has ${text.length} characters instead of ${LINE_LENGTH}`);
      if (lineNumber === 1) return readHeader(text);
      const kind = text.slice(0, 2);
      if (kind === '99') return readTrailer(text);
      if (kind !== '01') refuse(`the record type "${kind}" is unknown`);
      return checkNew(readQuote(text, refuse));
    },
    end: () => {
      if (lineNumber === 0) throw new CotahistError('line 1: the file is empty');
      if (!isEnded) refuse('the file ends without its trailer: it is cut off');
    },
  };
}

type Refuse = (reason: string) => never;

/** A character of several bytes in UTF-8, read as ISO-8859-1. */
const UTF_8 = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}/;
/** A control character of ISO-8859-1, which no line of the exchange has. */
const CONTROL = /\p{Cc}/u;

/** Refuses a line of another encoding with the reason, since its columns are shifted. */
function checkEncoding(text: string, lineNumber: number, refuse: Refuse): void {
  const original = 'Import the file as the exchange publishes it, in ISO-8859-1 (latin-1).';
  if (lineNumber === 1 && /^(\xff\xfe|\xfe\xff)/.test(text)) refuse(`the file is in UTF-16. ${original}`);
  const isUtf8 = text.startsWith('\xef\xbb\xbf') || UTF_8.test(text);
  if (isUtf8 && (text.length !== LINE_LENGTH || CONTROL.test(text)))
    refuse(`the file is in UTF-8. ${original}`);
  const control = text.length === LINE_LENGTH ? text.search(CONTROL) : -1;
  if (control >= 0) refuse(`column ${control + 1} has a control character`);
}

/** Reads fields by their columns, counted from 1 and inclusive as in the exchange's layout. */
function readQuote(text: string, refuse: Refuse): DailyQuote {
  const raw = (first: number, last: number): string => text.slice(first - 1, last);
  const word = (first: number, last: number): string => raw(first, last).trim();
  const number = (name: string, first: number, last: number): number => {
    const digits = raw(first, last);
    if (!/^\d+$/.test(digits)) refuse(`${name} (columns ${first}-${last}) is not a number: "${digits}"`);
    const value = Number(digits);
    if (!Number.isSafeInteger(value)) refuse(`${name} (columns ${first}-${last}) is too large: ${digits}`);
    return value;
  };
  const day = (name: string, first: number, last: number): string =>
    isoDay(raw(first, last)) ??
    refuse(`${name} (columns ${first}-${last}) is not a day: "${raw(first, last)}"`);
  const code = (name: string, first: number, last: number, form: RegExp): string => {
    const value = raw(first, last);
    if (!form.test(value)) refuse(`${name} (columns ${first}-${last}) is malformed: "${value}"`);
    return value.trim();
  };
  const quote: DailyQuote = {
    tradeDate: day('the date', 3, 10),
    bdiCode: code('CODBDI', 11, 12, /^[0-9A-Z ]{2}$/),
    // Codes before 1998 have spaces inside, such as "VGO 2".
    ticker: code('CODNEG', 13, 24, /^[A-Z0-9](?:[A-Z0-9 ]*[A-Z0-9])? *$/),
    marketType: code('TPMERC', 25, 27, /^\d{3}$/),
    name: word(28, 39),
    specification: word(40, 49),
    termDays: code('PRAZOT', 50, 52, /^(\d{3}|\d{1,2} +| *\d{1,2}| {3})$/),
    currency: word(53, 56),
    open: number('the opening price', 57, 69),
    high: number('the highest price', 70, 82),
    low: number('the lowest price', 83, 95),
    average: number('the average price', 96, 108),
    close: number('the last price', 109, 121),
    bestBid: number('the best bid', 122, 134),
    bestAsk: number('the best ask', 135, 147),
    tradeCount: number('the number of trades', 148, 152),
    quantity: number('the quantity', 153, 170),
    turnoverCentavos: number('the volume', 171, 188),
    strike: number('the strike', 189, 201),
    correctionIndicator: code('INDOPC', 202, 202, /^[0-9 ]$/),
    expiresOn: /^(99991231|0{8}| {8})$/.test(raw(203, 210)) ? null : day('the expiry', 203, 210),
    quoteFactor: number('FATCOT', 211, 217),
    strikePointsMillionths: number('the strike in points', 218, 230),
    // Codes of old lines are shorter than an ISIN, or absent.
    isin: code('the ISIN', 231, 242, /^[A-Z0-9]* *$/),
    distributionNumber: code('DISMES', 243, 245, /^\d{3}$/),
    contract: 0,
  };
  checkPlausibility(quote, refuse);
  return quote;
}

/**
 * Checks that hold for every real line, to detect a damaged one. The average is not checked: some of the exchange's
 * averages lie below the lowest price.
 */
function checkPlausibility(quote: DailyQuote, refuse: Refuse): void {
  if (!/^10{0,6}$/.test(String(quote.quoteFactor)))
    refuse(`FATCOT (columns 211-217) is ${quote.quoteFactor}, not 1, 10, 100 and so on up to 1000000`);
  const { open, high, low, close } = quote;
  const outside = [open, close].some((price) => price > high || price < low);
  if (low > high || outside)
    refuse('the prices contradict each other: not all lie between lowest and highest');
}

function isoDay(digits: string): string | null {
  if (!/^\d{8}$/.test(digits)) return null;
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day) ? day : null;
}
