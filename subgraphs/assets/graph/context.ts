import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { InstrumentDirectory } from '../catalogue/directory.ts';
import type { MarketStatusSource } from '../status/market-status.ts';

/** Context of the resolvers of assets. */
export interface Context extends RequestContext {
  readonly directory: InstrumentDirectory;
  readonly marketStatus: MarketStatusSource;
  readonly calendar: TradingCalendar;
}
