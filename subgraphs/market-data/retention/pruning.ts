import type { PruningRule } from '#platform/background/pruning.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { QuoteHistory } from '../history/history.ts';

/** Days of the market for which market data keeps the history of the simulation. Candles of days stay. */
export interface MarketDataRetention {
  readonly tradeDays: number;
  /** Candles shorter than a day. */
  readonly candleDays: number;
}

/** Pruning of the history. Trades have been folded into candles, and shorter candles into those of days, when they were stored. */
export const marketDataPruning = (
  history: Pick<QuoteHistory, 'removeTrades' | 'removeCandles'>,
  { tradeDays, candleDays }: MarketDataRetention,
  clock: Clock,
): readonly PruningRule[] => [
  {
    ...{ name: 'trades', keepDays: tradeDays, clock },
    removeBatch: (beforeMs) => history.removeTrades(beforeMs),
  },
  {
    ...{ name: 'candles', keepDays: candleDays, clock },
    removeBatch: (beforeMs) => history.removeCandles(beforeMs),
  },
];
