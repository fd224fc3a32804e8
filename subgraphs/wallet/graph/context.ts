import type DataLoader from 'dataloader';
import type { AssetsRpc } from '#contracts/rpc.ts';
import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Ledger } from '../book/ledger.ts';
import type { MarketTime } from '../book/market-time.ts';
import type { AccountState, WalletStore } from '../store/store.ts';
import type { WalletStreams } from '../streams/streams.ts';

/** What the wallet's resolvers work with. */
export interface WalletServices {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly streams: WalletStreams;
  readonly assets: AssetsRpc;
  readonly time: MarketTime;
  readonly ids: IdSource;
}

/** What every resolver gets. */
export interface Context extends RequestContext, WalletServices {
  /** Accounts with all they hold, read together and once an operation; null where there is none. */
  readonly states: DataLoader<string, AccountState | null>;
}
