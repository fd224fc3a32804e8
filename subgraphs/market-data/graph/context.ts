import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { MarketData } from './market-data.ts';
import type { QuoteLoader } from './quotes.ts';

/** What the resolvers of market data get beside their arguments. */
export interface Context extends RequestContext {
  readonly marketData: MarketData;
  /** Quotes by ticker, asked for together and once an operation. */
  readonly quotes: QuoteLoader;
}
