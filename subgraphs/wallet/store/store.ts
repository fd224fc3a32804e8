import type { EntryKind } from '#domain/ledger/entry-kind.ts';
import type { Holding } from '#domain/ledger/holding.ts';
import type { PositionCost } from '#domain/ledger/position.ts';
import type { StatementEntryRecord, WalletFact } from '#contracts/messages/wallet-facts.ts';
import type { Unit } from './unit.ts';

/** An account as it was opened. */
export interface AccountRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly createdAtMs: number;
}

/** An account with all it holds, read at one moment. */
export interface AccountState {
  readonly account: AccountRecord;
  /** Of the last line of its statement: where the wallet stream stands. */
  readonly entrySequence: number;
  readonly holdings: ReadonlyMap<string, Holding>;
  /** By ticker; also of what is sold out. */
  readonly costs: ReadonlyMap<string, PositionCost>;
}

/** When a booking happens: the instant, and today with the settlement days to come. */
export interface BookingTime {
  readonly nowMs: number;
  readonly days: readonly string[];
}

/** What a transaction is about. Everything in it is locked or loaded before the work begins. */
export interface Scope {
  readonly accountIds: readonly string[];
  /** Assets whose balances the work looks at or changes; cash is always among them. `ALL` loads what there is. */
  readonly assets: readonly string[] | 'ALL';
  readonly reservationIds?: readonly string[];
  readonly orderIds?: readonly string[];
  readonly clientTransferIds?: readonly string[];
  readonly time: BookingTime;
}

/** Which lines of a statement a page is made of. */
export interface StatementFilter {
  readonly accountId: string;
  /** Days (ISO), both included. */
  readonly from: string | null;
  readonly to: string | null;
  readonly kinds: readonly EntryKind[] | null;
  /** Only lines before this one; null from the newest. */
  readonly beforeSequence: number | null;
  readonly limit: number;
}

/** A reservation that exists and holds something. */
export interface HeldReservation {
  readonly id: string;
  readonly accountId: string;
  readonly orderId: string;
  readonly asset: string;
}

/** A message that could not be read. */
export interface ParkedMessage {
  readonly topic: string;
  readonly key: string;
  readonly body: Uint8Array;
  readonly reason: string;
  readonly atMs: number;
}

/** A line waiting to be published, as the fact that it becomes. */
export interface OutboxRow {
  readonly id: bigint;
  readonly fact: WalletFact;
}

/** What the wallet keeps. */
export interface WalletStore {
  /**
   * Locks the accounts, in one order for all, hands what the scope names to the work, and writes what the work did, in
   * one transaction. The work may run more than once, so it does nothing else.
   */
  transact<T>(scope: Scope, work: (unit: Unit) => T): Promise<T>;

  /** Opens an account; one that is there already stays as it is. */
  openAccount(account: AccountRecord): Promise<void>;
  account(accountId: string): Promise<AccountRecord | null>;
  /** Oldest first. */
  accountsOf(ownerId: string): Promise<readonly AccountRecord[]>;
  /** Owners in the order of the ids; null where there is no such account. */
  ownersOf(accountIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Each with all it holds, in the order of the ids, all read at one moment. */
  states(accountIds: readonly string[]): Promise<readonly (AccountState | null)[]>;

  /** Newest first. */
  statement(filter: StatementFilter): Promise<readonly StatementEntryRecord[]>;
  /** Lines of one account after a sequence, oldest first, as the facts that they are. */
  factsAfter(accountId: string, sequence: number, limit: number): Promise<readonly WalletFact[]>;

  /** Marks reservations that were never made as voided; answers those that were made and still hold. */
  voidUnseen(reservationIds: readonly string[]): Promise<readonly HeldReservation[]>;
  /** Accounts that have something due on this day or before, at most `limit`. */
  accountsDue(day: string, limit: number): Promise<readonly string[]>;

  /**
   * Hands lines that wait, oldest first, to `publish` and forgets them once it has resolved. Only one instance does it
   * at a time. Answers how many there were; null when another instance is at it.
   */
  drainOutbox(limit: number, publish: (rows: readonly OutboxRow[]) => Promise<void>): Promise<number | null>;
  outboxDepth(): Promise<number>;
  /** Keeps unreadable messages, each once. */
  park(messages: readonly ParkedMessage[]): Promise<void>;
  /** Throws, saying why, when the database cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
