import { checkEncoding, LINE_LENGTH, readQuote } from './cotahist-line.ts';
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
    if (!isCashQuote(quote)) return quote;
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
      return checkNew(readQuote(text, lineNumber, refuse));
    },
    end: () => {
      if (lineNumber === 0) throw new CotahistError('line 1: the file is empty');
      if (!isEnded) refuse('the file ends without its trailer: it is cut off');
    },
  };
}
