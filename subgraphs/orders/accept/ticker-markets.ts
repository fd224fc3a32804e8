import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import { marketStateAt, type MarketState } from '#domain/calendar/session.ts';
import type { MarketMoment } from '#domain/orders/validate.ts';
import type { Desk } from './desk.ts';

/** The market of one ticker as the broker knows it. Prices in centavos, null where there is none. */
export interface TickerMarket extends MarketMoment {
  /** False while the hot prices cannot be read: nulls mean nothing then. */
  readonly arePricesKnown: boolean;
  readonly bidCentavos: number | null;
  readonly askCentavos: number | null;
  /** Where its call would trade; null outside a call and where nothing crosses. */
  readonly theoreticalCentavos: number | null;
}

/**
 * The market of each ticker, by ticker. The hot price of today tells the ticker's own phase: what the exchange has
 * told of it last, halts and auctions too. A ticker of which nothing was told today has the phase that the calendar
 * gives the whole market. A hot price may be behind by as long as a message takes, so the exchange checks again: what
 * it does not take any more is REJECTED there.
 */
export async function tickerMarkets(
  desk: Desk,
  tickers: readonly string[],
): Promise<ReadonlyMap<string, TickerMarket>> {
  const state = marketStateAt(desk.calendar, desk.marketMode(), desk.marketClock.nowMs());
  const distinct = [...new Set(tickers)];
  const quotes = await hotPrices(desk, distinct);
  return new Map(
    distinct.map((ticker, index) => [
      ticker,
      { ...tickerMarketOf(quotes?.[index] ?? null, state), arePricesKnown: quotes !== null },
    ]),
  );
}

/** The market of a ticker by its hot price; null when there is none. */
export function tickerMarketOf(
  quote: Omit<QuoteRecord, 'v'> | null,
  { phase, today }: Pick<MarketState, 'phase' | 'today'>,
): TickerMarket {
  const ofToday = quote?.tradeDate === today ? quote : null;
  return {
    phase: ofToday?.phase ?? phase,
    today,
    arePricesKnown: true,
    lastCentavos: ofToday?.last ?? null,
    bidCentavos: quote?.bid ?? null,
    askCentavos: quote?.ask ?? null,
    theoreticalCentavos: ofToday?.theoreticalPrice ?? null,
  };
}

/** Null when the cache does not answer: most orders need no price, and the exchange knows its phases. */
async function hotPrices(
  desk: Desk,
  tickers: readonly string[],
): Promise<readonly (QuoteRecord | null)[] | null> {
  const keys = tickers.map((ticker) => CACHE_KEYS.hotPrice(ticker));
  const values = await desk.cache.getMany(keys).catch((error: unknown) => {
    desk.log.warn({ err: error }, 'hot prices cannot be read: phases come from the calendar');
    return null;
  });
  return values && values.map((value) => value && quoteCodec.decode(value));
}
