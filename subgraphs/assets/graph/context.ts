import type DataLoader from 'dataloader';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import type { ActionQuery } from '../store/action-store.ts';
import type { InstrumentDirectory } from '../catalogue/directory.ts';
import type { MarketStatusSource } from '../status/market-status.ts';
import type { TradingDays } from '../status/trading-days.ts';

/** Context of the resolvers of assets. */
export interface Context extends RequestContext {
  readonly directory: InstrumentDirectory;
  readonly marketStatus: MarketStatusSource;
  readonly tradingDays: TradingDays;
  // Loaders batch reads. They cache nothing: a context may live as long as a subscription.
  readonly actions: DataLoader<ActionQuery, readonly DeclaredAction[]>;
  /** Loads securities with imported history alone, as delisted instruments. */
  readonly historyAssets: DataLoader<string, Instrument | null>;
  readonly actionsById: DataLoader<string, DeclaredAction | null>;
}
