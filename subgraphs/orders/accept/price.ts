import { tradingParametersOn } from '#domain/market/trading-parameters.ts';
import { checkWorth } from '#domain/orders/check-prices.ts';
import { isForCall } from '#domain/orders/order.ts';
import { protectionInCall, protectionOfStop } from '#domain/orders/protection.ts';
import {
  noOppositePrice,
  stopReference,
  type OrderRequest,
  type ValidTerms,
} from '#domain/orders/validate.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { TickerMarket } from './ticker-markets.ts';

/** The prices that an order is looked at with, in centavos. */
export interface OrderPrices {
  /** What it may be expected to trade at. */
  readonly referenceCentavos: number;
  /** The most that a share of a buy may cost: reserved for each, and the exchange's protection where there is no limit. */
  readonly mostCentavos: number;
}

/**
 * | order                        | reference                                            | a buy costs at most          |
 * | ---------------------------- | ---------------------------------------------------- | ---------------------------- |
 * | limit, stop limit            | its limit                                            | its limit                    |
 * | stop                         | its stop price                                       | that and a margin            |
 * | market                       | the best opposite price, or NO_OPPOSITE_PRICE        | the best opposite price      |
 * | market, for a call           | theoretical price, else last, else previous close    | the top of the band          |
 *
 * What is worth more than one order may be is PRICE_BAND.
 */
export function priceOrder(
  input: OrderRequest & { readonly ticker: string },
  terms: ValidTerms,
  market: TickerMarket,
): Outcome<OrderPrices> {
  const prices = pricesOf(input, terms, market);
  if (prices === null) return deny(noOppositePrice(input.ticker, input.side));
  const most = Math.max(prices.mostCentavos, prices.referenceCentavos);
  const tooMuch = checkWorth(most, input.quantity, 'quantity');
  return tooMuch ? deny(tooMuch) : accept(prices);
}

function pricesOf(
  input: OrderRequest,
  { instrument, limitPriceCentavos, stopPriceCentavos }: ValidTerms,
  market: TickerMarket,
): OrderPrices | null {
  if (limitPriceCentavos !== null)
    return { referenceCentavos: limitPriceCentavos, mostCentavos: limitPriceCentavos };
  const parameters = tradingParametersOn(market.today);
  if (stopPriceCentavos !== null) {
    const mostCentavos = protectionOfStop(parameters, instrument, stopPriceCentavos);
    return { referenceCentavos: stopPriceCentavos, mostCentavos };
  }
  if (isForCall(input.timeInForce)) {
    const referenceCentavos = market.theoreticalCentavos ?? stopReference(instrument, market);
    if (referenceCentavos === 0) return null;
    return { referenceCentavos, mostCentavos: protectionInCall(parameters, instrument, referenceCentavos) };
  }
  if (!market.arePricesKnown)
    throw graphqlError('SERVICE_UNAVAILABLE', 'Prices are not known now. Send a limit order, or try again.');
  const opposite = input.side === 'BUY' ? market.askCentavos : market.bidCentavos;
  return opposite === null ? null : { referenceCentavos: opposite, mostCentavos: opposite };
}
