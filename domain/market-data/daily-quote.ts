import { scale } from '../money/integer.ts';
import { startOfDayMs, type Candle } from './candles.ts';

/**
 * A line of the exchange's daily history: the figures of one instrument in one market on one day. Prices in centavos for
 * `quoteFactor` units. The key is the day, the ticker, the market and, for forwards, the term.
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
}

/** Markets that quote the share itself: the cash market and its fractional twin. */
const CASH_MARKETS: ReadonlySet<string> = new Set(['010', '020']);

/** True for a line that is a daily candle of its ticker; false for options, forwards and auctions. */
export const isCashQuote = (quote: DailyQuote): boolean => CASH_MARKETS.has(quote.marketType);

/** Converts a line to a daily candle. Prices per thousand units become prices per unit, rounded half up to a centavo. */
export function candleOfDay(quote: DailyQuote): Candle {
  const perUnit = (price: number): number =>
    quote.quoteFactor === 1 ? price : scale(price, 1, quote.quoteFactor);
  return {
    ticker: quote.ticker,
    interval: 'D1',
    openedAtMs: startOfDayMs(quote.tradeDate),
    open: perUnit(quote.open),
    high: perUnit(quote.high),
    low: perUnit(quote.low),
    close: perUnit(quote.close),
    volume: quote.quantity,
    turnoverCentavos: quote.turnoverCentavos,
    tradeCount: quote.tradeCount,
    lastTradeSequence: null,
    isClosed: true,
  };
}
