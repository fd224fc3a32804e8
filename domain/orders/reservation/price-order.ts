import { tradingParametersOn } from '../../market/trading-parameters.ts';
import { accept, deny, type Outcome } from '../../refusal.ts';
import { isForCall } from '../order.ts';
import { checkValue } from '../terms/check-prices.ts';
import {
  noOppositePrice,
  stopReference,
  type MarketMoment,
  type OrderRequest,
  type ValidTerms,
} from '../terms/validate-order.ts';
import { protectionInCall, protectionOfStop } from './protection.ts';

/** The market of one ticker with its hot prices, in centavos; null for a price that does not exist. */
export interface TickerMarket extends MarketMoment {
  /** False while the hot prices are unreadable: a null price is then unknown, not absent. */
  readonly arePricesKnown: boolean;
  readonly bidCentavos: number | null;
  readonly askCentavos: number | null;
  /** Theoretical price of the call; null outside a call, and while the book does not cross. */
  readonly theoreticalCentavos: number | null;
}

/** The prices that decide the value of an order, in centavos. */
export interface OrderPrices {
  /** The expected price of a trade. */
  readonly referenceCentavos: number;
  /** Highest price of a share of a buy: the broker reserves at it, and it is the protection of an order without a limit. */
  readonly highestCentavos: number;
}

/**
 * Finds the prices that decide the value of an order.
 *
 * | order                   | reference                                             | highest price of a buy  |
 * | ----------------------- | ----------------------------------------------------- | ----------------------- |
 * | limit, stop limit       | limit                                                 | limit                   |
 * | stop                    | stop price                                            | stop price and a margin |
 * | market                  | best opposite price, or NO_OPPOSITE_PRICE             | best opposite price     |
 * | market, for a call      | theoretical price, else last, else previous close     | top of the band         |
 *
 * Refuses an order above the highest value with PRICE_BAND. PRICES_UNKNOWN: the order needs a hot price, and the hot
 * prices are not readable now.
 */
export function priceOrder(
  request: OrderRequest & { readonly ticker: string },
  terms: ValidTerms,
  market: TickerMarket,
): Outcome<OrderPrices> | 'PRICES_UNKNOWN' {
  const prices = pricesOf(request, terms, market);
  if (prices === 'PRICES_UNKNOWN') return prices;
  if (prices === null) return deny(noOppositePrice(request.ticker, request.side));
  const highest = Math.max(prices.highestCentavos, prices.referenceCentavos);
  const refusal = checkValue(highest, request.quantity, 'quantity');
  return refusal ? deny(refusal) : accept(prices);
}

function pricesOf(
  request: OrderRequest,
  { instrument, limitPriceCentavos, stopPriceCentavos }: ValidTerms,
  market: TickerMarket,
): OrderPrices | 'PRICES_UNKNOWN' | null {
  if (limitPriceCentavos !== null)
    return { referenceCentavos: limitPriceCentavos, highestCentavos: limitPriceCentavos };
  const parameters = tradingParametersOn(market.today);
  if (stopPriceCentavos !== null) {
    const highestCentavos = protectionOfStop(parameters, instrument, stopPriceCentavos);
    return { referenceCentavos: stopPriceCentavos, highestCentavos };
  }
  if (isForCall(request.timeInForce)) {
    const referenceCentavos = market.theoreticalCentavos ?? stopReference(instrument, market);
    if (referenceCentavos === 0) return null;
    return {
      referenceCentavos,
      highestCentavos: protectionInCall(parameters, instrument, referenceCentavos),
    };
  }
  if (!market.arePricesKnown) return 'PRICES_UNKNOWN';
  const opposite = request.side === 'BUY' ? market.askCentavos : market.bidCentavos;
  return opposite === null ? null : { referenceCentavos: opposite, highestCentavos: opposite };
}
