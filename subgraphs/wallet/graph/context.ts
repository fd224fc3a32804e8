import type DataLoader from 'dataloader';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { StatementEntryRecord } from '#contracts/messages/wallet-facts.ts';
import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BookingClock } from '../ledger/booking-clock.ts';
import type { AccountRecord, AccountState, StatementFilter, WalletStore } from '../store/store.ts';
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
  /** Loads accounts in batches; null for an unknown account. */
  readonly accounts: DataLoader<string, AccountRecord | null>;
  /** Loads statements in batches. */
  readonly statements: DataLoader<StatementFilter, readonly StatementEntryRecord[]>;
  /** Loads account states in batches, each account once an operation; null for an unknown account. */
  readonly states: DataLoader<string, AccountState | null>;
}
