import type { CandleModel } from './models.ts';

/**
 * Ids of states, for caches of clients: a newer state replaces the one before it of its id. `node` does not answer them, since
 * their instruments do.
 */

/** Id of the quote of a ticker. */
export const quoteIdOf = (ticker: string): string => `quo_${ticker}`;

/** Id of the book of a ticker, at any depth. */
export const bookIdOf = (ticker: string): string => `bok_${ticker}`;

/** Id of a candle. A candle in the shares of today has other figures, so it has an id of its own. */
export const candleIdOf = ({ ticker, interval, openedAtMs, isAdjusted }: CandleModel): string =>
  `cdl_${ticker}_${interval}_${openedAtMs}${isAdjusted ? '_adj' : ''}`;
