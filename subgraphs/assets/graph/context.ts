import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { InstrumentDirectory } from '../catalogue/directory.ts';
import type { MarketStatusSource } from '../status/market-status.ts';

/** What assets' resolvers get. */
export interface Context extends RequestContext {
  readonly directory: InstrumentDirectory;
  readonly marketStatus: MarketStatusSource;
  readonly calendar: TradingCalendar;
}
