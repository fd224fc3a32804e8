import { scale } from '../money/integer.ts';
import { startOfDayMs, type Candle } from './candles.ts';

/**
 * A line of the exchange's daily history: what one instrument of one market did on one day. Prices in centavos for
 * `quoteFactor` units. The key of a line is the day, the ticker, the market and, of forward trades, their term.
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
  /** INDOPC: by what the strike of an option or the value of a forward is corrected. */
  readonly correctionIndicator: string;
  /** Null where nothing expires. */
  readonly expiresOn: string | null;
  readonly quoteFactor: number;
  /** PTOEXE: the strike in points, in millionths. */
  readonly strikePointsMillionths: number;
  readonly isin: string;
  /** DISMES: number of the distribution that the share has reached. */
  readonly distributionNumber: string;
}

/** The markets whose prices are those of the share itself: the cash market and its fractional twin. */
const CASH_MARKETS: ReadonlySet<string> = new Set(['010', '020']);

/** True for a line that is a day's candle of its ticker: options, forwards and auctions are not. */
export const isCashQuote = (quote: DailyQuote): boolean => CASH_MARKETS.has(quote.marketType);

/** The day's candle. Prices quoted for a thousand units are brought to one, half up to a centavo. */
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
  };
}
