import type { EntryKind } from '#domain/ledger/entry-kind.ts';
import type { Holding } from '#domain/ledger/holding.ts';
import type { HeldPosition } from '#domain/ledger/position.ts';
import type { MeanDailyVolumes } from '#domain/costs/exchange-fees.ts';
import type { AccountTrade } from '#domain/positions/fold-days.ts';
import type { StatementEntryRecord, WalletFact } from '#contracts/messages/wallet-facts.ts';
import type { EntitlementScope, WalletActionStore } from './actions/action-store.ts';
import type { BookingTime, UnitOfWork } from './unit-of-work.ts';

/** Fixed data of an account. */
export interface AccountRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly createdAtMs: number;
}

/** An account with its holdings and positions, read in one snapshot of the database. */
export interface AccountState {
  readonly account: AccountRecord;
  /** Sequence of the last statement entry, which is also the position of the wallet stream. */
  readonly entrySequence: number;
  /** Sequence of the newest entry of a trade without a note; 0 without one. */
  readonly openTradeSequence: number;
  readonly holdings: ReadonlyMap<string, Holding>;
  /** Positions after the closed days by custody ticker, those sold out included. */
  readonly positions: ReadonlyMap<string, HeldPosition>;
  /** Changes whenever a trade gets a note or a note is corrected. */
  readonly notesVersion: string;
}

/** A trade without a note. */
export interface OpenTrade extends AccountTrade {
  /** Its statement entry. */
  readonly sequence: number;
}

/** Statement entries by their sequences. */
export interface TradeRange {
  readonly after: number;
  readonly until: number;
}

/** Rows that a transaction reads or changes. The store locks the accounts and loads the rest before the work begins. */
export interface Scope {
  readonly accountIds: readonly string[];
  /** Assets whose balances the work reads or changes; cash is always included. `ALL` loads every asset. */
  readonly assets: readonly string[] | 'ALL';
  /** True loads the positions of the accounts. */
  readonly positions?: true;
  /** Loads trades and notes: of open days with the newest note, or of all days. */
  readonly trades?: 'OPEN' | 'ALL';
  readonly reservationIds?: readonly string[];
  readonly orderIds?: readonly string[];
  readonly clientTransferIds?: readonly string[];
  /** Loads what a corporate action gives the accounts. */
  readonly entitlements?: EntitlementScope;
  /** True loads which reverse splits of the assets are not booked yet for the accounts. */
  readonly reverseSplits?: true;
  /** Loads which accounts are charged for the debit balance of this day (ISO). */
  readonly debitDay?: string;
  readonly time: BookingTime;
}

/** Selects the entries of one statement page. */
export interface StatementFilter {
  readonly accountId: string;
  /** Days (ISO), both included. */
  readonly from: string | null;
  readonly to: string | null;
  readonly kinds: readonly EntryKind[] | null;
  /** Selects entries with a lower sequence; null starts at the newest entry. */
  readonly beforeSequence: number | null;
  readonly limit: number;
}

/** A reservation that still holds an amount. */
export interface HeldReservation {
  readonly id: string;
  readonly accountId: string;
  readonly orderId: string;
  readonly asset: string;
}

export interface AccountToClose {
  readonly accountId: string;
  /** Trade date (ISO) of its first trade without a note, and their number. */
  readonly firstDate: string;
  readonly tradeCount: number;
}

/** A message that the wallet cannot book, kept with the reason. */
export interface ParkedMessage {
  readonly topic: string;
  readonly key: string;
  readonly body: Uint8Array;
  readonly reason: string;
  readonly atMs: number;
}

/** Facts of an account that follow one another, by their sequences. */
export interface FactRange {
  readonly accountId: string;
  readonly first: number;
  readonly last: number;
}

/** The wallet's store. */
export interface WalletStore extends WalletActionStore {
  /**
   * Locks the accounts in the order of their ids, loads the scope, runs the work and writes its changes, all in one
   * database transaction. The work may run more than once; it must change nothing but the unit of work.
   */
  transact<T>(scope: Scope, work: (unit: UnitOfWork) => T | Promise<T>): Promise<T>;

  /**
   * Inserts an account. An existing account with this id stays unchanged.
   *
   * @param maxAccounts accounts that the owner may have with it
   * @returns false when the owner has that many already, and nothing was inserted
   */
  openAccount(account: AccountRecord, maxAccounts: number): Promise<boolean>;
  /** Accounts in the order of the ids; null for an unknown id. */
  accounts(accountIds: readonly string[]): Promise<readonly (AccountRecord | null)[]>;
  /** Accounts of an owner, oldest first. */
  accountsOf(ownerId: string): Promise<readonly AccountRecord[]>;
  /** Owners in the order of the ids; null for an unknown account. */
  ownersOf(accountIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Sequence of the last booked order fact of each account, in the order of the ids; 0 for an unknown account. */
  bookedFacts(accountIds: readonly string[]): Promise<readonly number[]>;
  /**
   * Marks facts that change nothing as booked, for each account whose next fact is the first of its range; returns those accounts.
   * Does not wait for the disk: facts that are booked no more after a crash of the server are fetched from orders.
   */
  skipFacts(ranges: readonly FactRange[]): Promise<ReadonlySet<string>>;
  /** States in the order of the ids, read in one snapshot of the database; null for an unknown account. */
  states(accountIds: readonly string[]): Promise<readonly (AccountState | null)[]>;
  /** States of all accounts of the owners of some accounts, read in one snapshot of the database, in the order of their ids. */
  personStates(accountIds: readonly string[]): Promise<readonly AccountState[]>;
  /** Trades without a note after one statement entry (excluded) until another (included), in the order of their booking. */
  openTrades(accountId: string, range: TradeRange, limit: number): Promise<readonly OpenTrade[]>;

  /** The entries of each statement, newest first, in the order of the filters, read in one statement of SQL. */
  statements(filters: readonly StatementFilter[]): Promise<readonly (readonly StatementEntryRecord[])[]>;
  /** Wallet facts of an account after a sequence, oldest first. */
  factsAfter(accountId: string, sequence: number, limit: number): Promise<readonly WalletFact[]>;

  /** Inserts a voided reservation for each unknown id. Returns the known reservations that are not voided. */
  voidUnreserved(reservationIds: readonly string[]): Promise<readonly HeldReservation[]>;
  /** Accounts with amounts due on this day (ISO) or before, in the order of their ids, after `after`. */
  accountsDue(day: string, after: string, limit: number): Promise<readonly string[]>;

  /** The custody tickers that each account holds or held, in the order of the ids. */
  positionTickers(accountIds: readonly string[]): Promise<readonly (readonly string[])[]>;
  /** Whether each account has trades of the trade date. */
  haveTrades(
    keys: readonly { readonly accountId: string; readonly tradeDate: string }[],
  ): Promise<readonly boolean[]>;
  /**
   * Accounts with trades of this day (ISO) or before that have no note, in the order of their ids, after `after`. Accounts in
   * quarantine are left out.
   */
  accountsToClose(day: string, after: string, limit: number): Promise<readonly AccountToClose[]>;
  /** First trade date (ISO) until this day with a trade without a note, accounts in quarantine aside; null without one. */
  firstOpenDate(day: string): Promise<string | null>;
  /** The accounts of the owners of some accounts, each owner's together and in the order of their ids. */
  personsOf(accountIds: readonly string[]): Promise<readonly (readonly string[])[]>;
  /** Volumes of the owner of each account on the trade dates from `first` to `last`, summed up; zeros are left out. */
  volumesOfOwners(
    accountIds: readonly string[],
    first: string,
    last: string,
  ): Promise<ReadonlyMap<string, MeanDailyVolumes>>;
  /** Accounts in quarantine, by id. */
  quarantined(): Promise<readonly string[]>;
  quarantine(accountId: string, reason: string, atMs: number): Promise<void>;
  releaseFromQuarantine(accountId: string): Promise<void>;

  /**
   * Passes the unpublished statement entries, oldest first, in batches to `publish` until none is left. A batch whose publishing
   * fails stays. One instance publishes at a time. Resolves to the number of entries; null while another instance publishes.
   */
  publishOutbox(publish: (facts: readonly WalletFact[]) => Promise<void>): Promise<number | null>;
  /** Number of unpublished statement entries. */
  outboxDepth(): Promise<number>;
  /** Stores messages that cannot be booked, equal messages once. */
  park(messages: readonly ParkedMessage[]): Promise<void>;
  /** Throws with the reason when the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}
