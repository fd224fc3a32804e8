import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import { marketStateAt, type MarketState } from '#domain/calendar/session.ts';
import type { TickerMarket } from '#domain/orders/reservation/price-order.ts';
import type { OrderService } from './order-service.ts';

/**
 * Reads the market of each ticker, by ticker. Today's hot price has the ticker's own phase, halts and auctions included;
 * without one, the ticker has the calendar's phase of the whole market. A hot price may lag by the delay of a message, so
 * the exchange checks the phase again and rejects an order that came too late.
 */
export async function tickerMarkets(
  service: Pick<OrderService, 'calendar' | 'marketMode' | 'marketClock' | 'cache' | 'log'>,
  tickers: readonly string[],
): Promise<ReadonlyMap<string, TickerMarket>> {
  const state = marketStateAt(service.calendar, service.marketMode(), service.marketClock.nowMs());
  const distinct = [...new Set(tickers)];
  const quotes = await hotPrices(service, distinct);
  return new Map(
    distinct.map((ticker, index) => [
      ticker,
      { ...tickerMarketOf(quotes?.[index] ?? null, state), arePricesKnown: quotes !== null },
    ]),
  );
}

/** The market of a ticker from its hot price; null when the ticker has no hot price. */
export function tickerMarketOf(
  quote: Omit<QuoteRecord, 'v'> | null,
  { phase, today }: Pick<MarketState, 'phase' | 'today'>,
): TickerMarket {
  const todaysQuote = quote?.tradeDate === today ? quote : null;
  return {
    phase: todaysQuote?.phase ?? phase,
    today,
    arePricesKnown: true,
    lastCentavos: todaysQuote?.last ?? null,
    bidCentavos: quote?.bid ?? null,
    askCentavos: quote?.ask ?? null,
    theoreticalCentavos: todaysQuote?.theoreticalPrice ?? null,
  };
}

/** Null when the cache does not answer: most orders need no hot price, and the exchange checks the phase. */
async function hotPrices(
  service: Pick<OrderService, 'cache' | 'log'>,
  tickers: readonly string[],
): Promise<readonly (QuoteRecord | null)[] | null> {
  const keys = tickers.map((ticker) => CACHE_KEYS.hotPrice(ticker));
  const values = await service.cache.getMany(keys).catch((error: unknown) => {
    service.log.warn({ err: error }, 'hot prices are not readable: phases come from the calendar');
    return null;
  });
  return values && values.map((value) => value && quoteCodec.decode(value));
}
