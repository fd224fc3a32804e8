import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import { marketStateAt, type MarketState } from '#domain/calendar/session.ts';
import type { TickerMarket } from '#domain/orders/reservation/price-order.ts';
import { CacheUnavailable } from '#platform/ports/cache.ts';
import type { BatchService } from './batch-service.ts';

/**
 * Reads the market of each ticker, by ticker. Today's hot price has the ticker's own phase, halts and auctions included;
 * without one, the ticker has the calendar's phase of the whole market. A hot price may lag by the delay of a message, so
 * the exchange checks the phase again and rejects an order that came too late.
 */
export async function tickerMarkets(
  service: Pick<BatchService, 'calendar' | 'marketMode' | 'marketClock' | 'cache' | 'log'>,
  tickers: readonly string[],
): Promise<ReadonlyMap<string, TickerMarket>> {
  const state = marketStateAt(service.calendar, service.marketMode(), service.marketClock.nowMs());
  const distinct = [...new Set(tickers)];
  const quotes = await hotPrices(service, distinct);
  return new Map(
    distinct.map((ticker, index) => {
      const quote = quotes[index] ?? null;
      const isUnknown = quote === 'UNKNOWN';
      return [ticker, { ...tickerMarketOf(isUnknown ? null : quote, state), arePricesKnown: !isUnknown }];
    }),
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

/**
 * Hot prices in the order of the tickers; null for a ticker without one. UNKNOWN when the cache does not answer, or holds what this version
 * cannot read: most orders need no hot price, and the exchange checks the phase.
 */
async function hotPrices(
  service: Pick<BatchService, 'cache' | 'log'>,
  tickers: readonly string[],
): Promise<readonly (QuoteRecord | null | 'UNKNOWN')[]> {
  const keys = tickers.map((ticker) => CACHE_KEYS.hotPrice(ticker));
  const logUnreadable = (error: unknown): void =>
    service.log.warn({ err: error }, 'hot prices are not readable: phases come from the calendar');
  try {
    const values = await service.cache.getMany(keys);
    return values.map((value) => {
      const quote = value && quoteCodec.read(value);
      if (!(quote instanceof UnreadableMessage)) return quote;
      logUnreadable(quote);
      return 'UNKNOWN';
    });
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    logUnreadable(error);
    return tickers.map(() => 'UNKNOWN');
  }
}
