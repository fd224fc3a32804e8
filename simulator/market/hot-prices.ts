import { UnreadableMessage } from '#contracts/codec.ts';
import { quoteCodec } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Cache } from '#platform/ports/cache.ts';

/** Where an instrument stood before the participants came, in centavos; null for what is not known. */
export interface KnownPrices {
  /** The session's day that they are of. */
  readonly tradeDate: string | null;
  readonly last: number | null;
  /** Of the day's first trade. */
  readonly open: number | null;
}

const UNKNOWN: KnownPrices = { tradeDate: null, last: null, open: null };

/** The hot prices of tickers, by ticker. Without the cache nothing is known, and the previous close has to do. */
export async function readHotPrices(
  cache: Pick<Cache, 'getMany'>,
  tickers: readonly string[],
  log: Log,
): Promise<ReadonlyMap<string, KnownPrices>> {
  try {
    const values = await cache.getMany(tickers.map((ticker) => CACHE_KEYS.hotPrice(ticker)));
    return new Map(tickers.map((ticker, index) => [ticker, knownIn(values[index] ?? null)]));
  } catch (error) {
    log.warn({ err: error }, 'hot prices cannot be read; quoting begins at the previous close');
    return new Map();
  }
}

function knownIn(value: Uint8Array | null): KnownPrices {
  if (value === null) return UNKNOWN;
  try {
    const { tradeDate, last, open } = quoteCodec.decode(value);
    return { tradeDate, last, open };
  } catch (error) {
    if (error instanceof UnreadableMessage) return UNKNOWN;
    throw error;
  }
}
