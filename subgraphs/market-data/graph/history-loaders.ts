import DataLoader from 'dataloader';
import type { Candle } from '#domain/market-data/candles.ts';
import type { Trade } from '#domain/market-data/fold.ts';
import type { CandleRange, DayRange, QuoteHistory, TradesQuery } from '../history/history.ts';

/**
 * The lists of the history that one operation reads. Lists that its resolvers request together, of any instruments and under any
 * aliases, are one request to the store.
 */
export interface HistoryLoaders {
  readonly trades: DataLoader<TradesQuery, readonly Trade[]>;
  readonly candles: DataLoader<CandleRange, readonly Candle[]>;
  readonly importedDays: DataLoader<DayRange, readonly Candle[]>;
}

/** Nothing is cached: a context may live as long as a subscription. */
const OPTIONS = { cache: false } as const;

/** Creates the loaders of one operation. */
export const createHistoryLoaders = (
  history: Pick<QuoteHistory, 'tradesBefore' | 'candles' | 'importedDays'>,
): HistoryLoaders => ({
  trades: new DataLoader(async (queries) => history.tradesBefore(queries), OPTIONS),
  candles: new DataLoader(async (ranges) => history.candles(ranges), OPTIONS),
  importedDays: new DataLoader(async (ranges) => history.importedDays(ranges), OPTIONS),
});
