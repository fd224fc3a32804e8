import type { RequestContext } from '#platform/graphql/request-context.ts';
import type { HistoryLoaders } from './history-loaders.ts';
import type { MarketData } from './market-data.ts';
import type { QuoteLoader } from './quotes.ts';

/** The context of market-data's resolvers. */
export interface Context extends RequestContext {
  readonly marketData: MarketData;
  /** Loads quotes by ticker, in one batch per operation. */
  readonly quotes: QuoteLoader;
  /** Loads trades and candles, in one batch per operation. */
  readonly history: HistoryLoaders;
}
