import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { valuationCentavos } from '#domain/market-data/quote.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { Closes, DailyClose } from '../closes/closes.ts';

/** Price of a share in centavos at the end of a day. */
export type PriceOn = (ticker: string, day: string) => number;

/** Prices of shares by day. */
export interface Prices {
  /** Reads the prices of custody tickers from a day on until today. */
  read(assets: readonly string[], from: string, today: string): Promise<PriceOn>;
}

export interface PriceServices {
  readonly closes: Closes;
  readonly cache: Cache;
  readonly assets: AssetsRpc;
}

/**
 * Creates the prices: today's hot price, and the close of a past day, or the last one before it. A ticker without any has the
 * previous close of its instrument.
 */
export const createPrices = ({ closes, cache, assets }: PriceServices): Prices => ({
  read: async (requested, from, today) => {
    const tickers = requested.filter((asset) => asset !== CASH);
    if (tickers.length === 0) return () => 0;
    const stored = await closes.read({ tickers, from, to: today });
    const hot = await hotPrices(cache, tickers);
    const isPriced = (ticker: string): boolean => hot.has(ticker) && (stored.get(ticker)?.length ?? 0) > 0;
    const reference = await referencePrices(
      assets,
      tickers.filter((ticker) => !isPriced(ticker)),
    );
    return (ticker, day) => {
      const last = hot.get(ticker) ?? reference.get(ticker) ?? 0;
      if (day >= today) return hot.get(ticker) ?? closeOn(stored.get(ticker) ?? [], day) ?? last;
      return closeOn(stored.get(ticker) ?? [], day) ?? reference.get(ticker) ?? last;
    };
  },
});

/** The newest close until a day, of closes in order; null without one. */
const closeOn = (closes: readonly DailyClose[], day: string): number | null =>
  closes.findLast((close) => close.day <= day)?.closeCentavos ?? null;

async function hotPrices(cache: Cache, tickers: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const values = await cache.getMany(tickers.map((ticker) => CACHE_KEYS.hotPrice(ticker)));
  return new Map(
    tickers.flatMap((ticker, index) => {
      const price = priceOf(values[index] ?? null);
      return price === null ? [] : [[ticker, price]];
    }),
  );
}

/** A value that cannot be read counts as none: the cache holds nothing that cannot be rebuilt. */
function priceOf(value: Uint8Array | null): number | null {
  const quote = value && quoteCodec.read(value);
  return quote === null || quote instanceof UnreadableMessage ? null : valuationCentavos(quote);
}

async function referencePrices(
  assets: AssetsRpc,
  tickers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (tickers.length === 0) return new Map();
  const instruments = await assets.instruments({ tickers: [...tickers] });
  return new Map(
    instruments.flatMap((instrument) =>
      instrument ? [[instrument.ticker, instrument.previousCloseCentavos]] : [],
    ),
  );
}
