import type DataLoader from 'dataloader';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { StatementEntryRecord } from '#contracts/messages/wallet-facts.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BookingClock } from '../ledger/booking-clock.ts';
import type { NoteRules } from '../day-close/adtv.ts';
import type { Equity, EquityServices } from '../equity/equity.ts';
import type { Notes } from '../notes/notes.ts';
import type { NoteLoaders } from '../notes/note-loaders.ts';
import type { OpenDaysReader } from '../notes/open-days-reader.ts';
import type { AccountRecord, StatementFilter, WalletStore } from '../store/store.ts';
import type { StateLoaders } from './state-loaders.ts';
import type { PortfolioStreams } from '../streams/portfolio-streams.ts';
import type { WalletStreams } from '../streams/wallet-streams.ts';

/** Services that the wallet's resolvers call. */
export interface WalletServices {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly streams: WalletStreams;
  readonly portfolios: PortfolioStreams;
  readonly assets: AssetsRpc;
  readonly bookingClock: BookingClock;
  readonly ids: IdSource;
  /** Costs and calendar, which decide a note. */
  readonly rules: NoteRules;
  readonly noteReader: Notes;
  readonly openDaysReader: OpenDaysReader;
  readonly equityServices: EquityServices;
}

/** Context of one operation. */
export interface Context extends RequestContext, WalletServices, StateLoaders, NoteLoaders {
  /** Values of accounts over time, read in batches. */
  readonly equity: Equity;
  /** Loads accounts in batches; null for an unknown account. */
  readonly accounts: DataLoader<string, AccountRecord | null>;
  /** Loads statements in batches. */
  readonly statements: DataLoader<StatementFilter, readonly StatementEntryRecord[]>;
}
