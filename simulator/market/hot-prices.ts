import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import { CacheUnavailable, type Cache } from '#platform/ports/cache.ts';

/** Prices of an instrument at the simulator's start, in centavos; null where unknown. */
export interface KnownPrices {
  /** Trade date of the prices. */
  readonly tradeDate: string | null;
  readonly last: number | null;
  /** Price of the day's first trade. */
  readonly open: number | null;
}

const UNKNOWN: KnownPrices = { tradeDate: null, last: null, open: null };

/** Reads the hot prices, by ticker. Empty when the cache cannot be read: quoting then begins at the previous close. */
export async function readHotPrices(
  cache: Pick<Cache, 'getMany'>,
  tickers: readonly string[],
  log: Log,
): Promise<ReadonlyMap<string, KnownPrices>> {
  try {
    const values = await cache.getMany(tickers.map((ticker) => CACHE_KEYS.hotPrice(ticker)));
    return new Map(tickers.map((ticker, index) => [ticker, decodePrices(values[index] ?? null)]));
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    log.warn({ err: error }, 'hot prices cannot be read; quoting begins at the previous close');
    return new Map();
  }
}

function decodePrices(value: Uint8Array | null): KnownPrices {
  if (value === null) return UNKNOWN;
  const quote = quoteCodec.read(value);
  if (quote instanceof UnreadableMessage) return UNKNOWN;
  const { tradeDate, last, open } = quote;
  return { tradeDate, last, open };
}
