import { isIndex } from '../market/index-asset.ts';
import { isFractionalTicker } from '../market/custody-ticker.ts';
import { changeCentavos, type Quote } from './quote.ts';

/** Order of a list of movers: by turnover, by relative gain, or by relative loss. */
export type MoversBy = 'TURNOVER' | 'GAIN' | 'LOSS';

/**
 * The quotes that lead the newest trade date, best first: those with trades, without the fractional market and indexes. Gains hold rising
 * tickers alone, losses falling ones. Equal tickers stand in alphabetical order.
 */
export function moversOf(quotes: readonly Quote[], by: MoversBy, count: number): readonly Quote[] {
  const newestDate = quotes.reduce((newest, { tradeDate }) => (tradeDate > newest ? tradeDate : newest), '');
  const traded = quotes.filter(
    ({ ticker, tradeDate, last }) =>
      tradeDate === newestDate && last !== null && !isFractionalTicker(ticker) && !isIndex(ticker),
  );
  const sign = by === 'LOSS' ? -1 : 1;
  const wanted = by === 'TURNOVER' ? traded : traded.filter((quote) => sign * relativeChange(quote) > 0);
  const rank = by === 'TURNOVER' ? byTurnover : byChange(sign);
  return wanted.toSorted((a, b) => rank(a, b) || (a.ticker < b.ticker ? -1 : 1)).slice(0, count);
}

const byTurnover = (a: Quote, b: Quote): number => b.turnoverCentavos - a.turnoverCentavos;

const byChange =
  (sign: 1 | -1) =>
  (a: Quote, b: Quote): number =>
    sign * (relativeChange(b) - relativeChange(a));

/** The change as a share of the previous close, for ordering alone; 0 while either price is unknown. */
function relativeChange(quote: Quote): number {
  const change = changeCentavos(quote);
  return change === null || quote.previousClose === null || quote.previousClose === 0
    ? 0
    : change / quote.previousClose;
}
