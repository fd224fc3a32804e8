import { startOfDayMs, type Candle } from './candles.ts';

/**
 * A line of the exchange's daily history: the figures of one instrument in one market on one day. Prices in centavos for
 * `quoteFactor` units, in the currency of the day. The key is the day, the ticker, the market, the term and the contract.
 */
export interface DailyQuote {
  readonly tradeDate: string;
  /** CODBDI: the section of the bulletin. */
  readonly bdiCode: string;
  readonly ticker: string;
  /** TPMERC: 010 cash, 020 fractional, others are derivatives and auctions. */
  readonly marketType: string;
  readonly name: string;
  /** ESPECI: class of the share and its rights. */
  readonly specification: string;
  /** PRAZOT: days of a forward trade, empty otherwise. */
  readonly termDays: string;
  readonly currency: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly average: number;
  readonly close: number;
  readonly bestBid: number;
  readonly bestAsk: number;
  readonly tradeCount: number;
  readonly quantity: number;
  readonly turnoverCentavos: number;
  readonly strike: number;
  /** INDOPC: correction index of an option's strike or a forward's value. */
  readonly correctionIndicator: string;
  /** Null for instruments without expiry. */
  readonly expiresOn: string | null;
  readonly quoteFactor: number;
  /** PTOEXE: the strike in points, in millionths. */
  readonly strikePointsMillionths: number;
  readonly isin: string;
  /** DISMES: number of the share's current distribution. */
  readonly distributionNumber: string;
  /**
   * Number of the line in its file, except in the cash and the fractional market, where it is 0: a share has one line a day there,
   * and elsewhere several contracts of a day may have one code and one term.
   */
  readonly contract: number;
}

/** Markets that quote the share itself: the cash market and its fractional twin. */
export const CASH_MARKETS: ReadonlySet<string> = new Set(['010', '020']);

/** True for a line that is a daily candle of its ticker; false for options, forwards and auctions. */
export const isCashQuote = (quote: DailyQuote): boolean => CASH_MARKETS.has(quote.marketType);

/** Converts a line to a daily candle, whose prices keep all digits of the line. */
export function candleOfDay(quote: DailyQuote): Candle {
  const { open, high, low, close, quoteFactor } = quote;
  return {
    ticker: quote.ticker,
    interval: 'D1',
    openedAtMs: startOfDayMs(quote.tradeDate),
    ...{ open, high, low, close },
    ...(quoteFactor !== 1 && { quoteFactor }),
    volume: quote.quantity,
    turnoverCentavos: quote.turnoverCentavos,
    tradeCount: quote.tradeCount,
    lastTradeSequence: null,
    isClosed: true,
  };
}

/** Creates `startOfDayMs` for many quotes of few days: it looks the time zone up once a day. */
export function createDayStarts(): (day: string) => number {
  const known = new Map<string, number>();
  return (day) => {
    const startMs = known.get(day) ?? startOfDayMs(day);
    known.set(day, startMs);
    return startMs;
  };
}
