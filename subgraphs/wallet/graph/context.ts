import type DataLoader from 'dataloader';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BookingClock } from '../ledger/booking-clock.ts';
import type { AccountState, WalletStore } from '../store/store.ts';
import type { WalletStreams } from '../streams/wallet-streams.ts';

/** Services that the wallet's resolvers call. */
export interface WalletServices {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly streams: WalletStreams;
  readonly assets: AssetsRpc;
  readonly bookingClock: BookingClock;
  readonly ids: IdSource;
}

/** Context of one operation. */
export interface Context extends RequestContext, WalletServices {
  /** Loads account states in batches, each account once an operation; null for an unknown account. */
  readonly states: DataLoader<string, AccountState | null>;
}
