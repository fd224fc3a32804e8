import { addDays } from '#domain/calendar/days.ts';
import {
  openAccountBook,
  type AccountBook,
  type AccountBookState,
  type BookedEntry,
} from '#domain/ledger/account-book.ts';
import { add } from '#domain/money/integer.ts';
import type { AccountTrade } from '#domain/positions/fold-days.ts';
import {
  createActionWork,
  type ActionChanges,
  type ActionWork,
  type LoadedActions,
} from './actions/action-changes.ts';
import type { AccountDaysState, ClosedNote } from './day-rows.ts';

/** Time of a booking on the market clock. */
export interface BookingTime {
  readonly nowMs: number;
  /** Today and the next settlement days (ISO), in order. */
  readonly days: readonly string[];
}

/** The day to which a change of a position belongs that is booked now. A day that has its note stays as it is. */
export function openDayOf(closedDay: string, { days }: BookingTime): string {
  const today = days[0] ?? '';
  return closedDay >= today ? addDays(closedDay, 1) : today;
}

/** Amount held for an order: centavos of cash or shares. */
export interface Hold {
  readonly orderId: string;
  readonly accountId: string;
  readonly asset: string;
  readonly amount: number;
}

/** A reservation by its id. `hold` is the reserved amount; null for an id that was voided before it was reserved. */
export interface Reservation {
  readonly id: string;
  readonly voided: boolean;
  readonly hold: Hold | null;
}

/** Counters of an account that its row keeps. */
export interface AccountCounters {
  /** Sequence of the last booked order fact; 0 before the first. */
  readonly orderFactSequence: number;
  /** Newest trade date with a note; empty before the first. */
  readonly closedDay: string;
  readonly noteCount: number;
}

/** An account that the transaction has locked. */
export interface LockedAccount extends AccountCounters {
  readonly book: AccountBook;
}

/** A fill that the transaction books. */
export interface BookedTrade {
  readonly accountId: string;
  /** Sequence of its statement entry. */
  readonly sequence: number;
  readonly trade: AccountTrade;
}

/** A client's transfer under the id that the client chose. */
export interface ClientTransfer {
  readonly accountId: string;
  readonly clientTransferId: string;
  /** The request, normalized: the same id with other content is refused. */
  readonly content: string;
  /** The transfer as the statement shows it. */
  readonly entry: ClientTransferEntry;
}

/** Fields of the statement entry of a client's transfer. */
export type ClientTransferEntry = Pick<BookedEntry, 'sequence' | 'atMs' | 'amountCentavos' | 'quantity'> & {
  readonly ticker: string | null;
};

/** Rows that the store loads for a transaction. */
export interface LoadedState extends LoadedActions {
  readonly accounts: readonly (AccountBookState & AccountCounters)[];
  /** Trades and notes by account, for a scope with `trades`. */
  readonly days: ReadonlyMap<string, AccountDaysState>;
  readonly reservations: readonly Reservation[];
  readonly holds: readonly Hold[];
  readonly clientTransfers: readonly ClientTransfer[];
}

/** Changes that the store writes at the end of a transaction. */
export interface Changes extends ActionChanges {
  readonly accounts: readonly LockedAccount[];
  readonly newReservations: readonly Reservation[];
  readonly voidedReservationIds: readonly string[];
  readonly holds: readonly Hold[];
  readonly clientTransfers: readonly ClientTransfer[];
  readonly trades: readonly BookedTrade[];
  readonly notes: readonly ClosedNote[];
}

/** Working copy of one transaction, in memory: reads the loaded state and collects changes for the store to write. */
export interface UnitOfWork extends ActionWork {
  readonly time: BookingTime;
  /** Undefined when the scope does not name the account or it does not exist. */
  account(accountId: string): LockedAccount | undefined;
  reservation(reservationId: string): Reservation | undefined;
  addReservation(reservation: Reservation & { readonly hold: Hold }): void;
  voidReservation(reservationId: string): void;
  /** Adds `change.amount` (negative: takes) to the hold of an order. Throws when the hold would go below zero. */
  changeHold(change: Hold): void;
  /** Earlier client transfer under this id. */
  clientTransfer(accountId: string, clientTransferId: string): ClientTransfer | undefined;
  rememberClientTransfer(transfer: ClientTransfer): void;
  addTrade(trade: BookedTrade): void;
  /** Trades and notes of an account. Throws when the scope does not ask for them. */
  daysOf(accountId: string): AccountDaysState;
  /** Adds a note, or changes the one of its trade date. */
  saveNote(note: ClosedNote): void;
  /** Marks the account's order facts as booked up to this sequence. */
  advanceOrderFacts(accountId: string, sequence: number): void;
  changes(): Changes;
}

/** An account of the transaction. Throws when the scope does not name it or it does not exist. */
export function lockedAccount(unit: UnitOfWork, accountId: string): LockedAccount {
  const account = unit.account(accountId);
  if (!account) throw new Error(`account ${accountId} is not part of this transaction`);
  return account;
}

export function createUnitOfWork(state: LoadedState, time: BookingTime): UnitOfWork {
  const accounts = openAccounts(state, time);
  const reservations = createReservations(state.reservations);
  const holds = createHolds(state.holds);
  const transfers = createClientTransfers(state.clientTransfers);
  const trades: BookedTrade[] = [];
  const notes: ClosedNote[] = [];
  const actions = createActionWork(state);
  const changeAccount = (accountId: string, by: (account: LockedAccount) => AccountCounters): void => {
    const account = accounts.get(accountId);
    if (account) accounts.set(accountId, { ...account, ...by(account) });
  };
  return {
    time,
    account: (accountId) => accounts.get(accountId),
    ...reservations,
    changeHold: holds.changeHold,
    clientTransfer: transfers.clientTransfer,
    rememberClientTransfer: transfers.rememberClientTransfer,
    addTrade: (trade) => void trades.push(trade),
    daysOf: (accountId) => {
      const days = state.days.get(accountId);
      if (!days) throw new Error(`the trades of account ${accountId} are not part of this transaction`);
      return days;
    },
    saveNote: (note) => {
      notes.push(note);
      const { tradeDate } = note.day;
      changeAccount(note.accountId, ({ orderFactSequence, closedDay, noteCount }) => ({
        orderFactSequence,
        closedDay: tradeDate > closedDay ? tradeDate : closedDay,
        noteCount: Math.max(noteCount, note.number),
      }));
    },
    ...actions.work,
    advanceOrderFacts: (accountId, orderFactSequence) =>
      changeAccount(accountId, (account) => ({ ...account, orderFactSequence })),
    changes: () => ({
      accounts: [...accounts.values()],
      ...reservations.changed(),
      holds: holds.changed(),
      clientTransfers: transfers.added(),
      trades,
      notes,
      ...actions.changed(),
    }),
  };
}

function openAccounts(state: LoadedState, time: BookingTime): Map<string, LockedAccount> {
  const accounts = new Map<string, LockedAccount>();
  for (const { orderFactSequence, closedDay, noteCount, ...bookState } of state.accounts) {
    const book = openAccountBook(bookState, time.days);
    accounts.set(bookState.accountId, { book, orderFactSequence, closedDay, noteCount });
  }
  return accounts;
}

function createReservations(loaded: readonly Reservation[]) {
  const reservations = new Map(loaded.map((reservation) => [reservation.id, reservation]));
  const newReservations: Reservation[] = [];
  const voidedReservationIds: string[] = [];
  return {
    reservation: (reservationId: string) => reservations.get(reservationId),
    addReservation: (reservation: Reservation & { readonly hold: Hold }): void => {
      reservations.set(reservation.id, reservation);
      newReservations.push(reservation);
    },
    voidReservation: (reservationId: string): void => {
      const hold = reservations.get(reservationId)?.hold ?? null;
      reservations.set(reservationId, { id: reservationId, voided: true, hold });
      voidedReservationIds.push(reservationId);
    },
    changed: () => ({ newReservations, voidedReservationIds }),
  };
}

function createHolds(loaded: readonly Hold[]) {
  const holds = new Map(loaded.map((hold) => [hold.orderId, hold]));
  const changed = new Map<string, Hold>();
  return {
    changeHold: (change: Hold): void => {
      const amount = add(holds.get(change.orderId)?.amount ?? 0, change.amount);
      if (amount < 0) throw new RangeError(`the hold of order ${change.orderId} would go to ${amount}`);
      holds.set(change.orderId, { ...change, amount });
      changed.set(change.orderId, { ...change, amount });
    },
    changed: () => [...changed.values()],
  };
}

function createClientTransfers(loaded: readonly ClientTransfer[]) {
  const keyOf = (accountId: string, id: string): string => `${accountId} ${id}`;
  const transfers = new Map(
    loaded.map((transfer) => [keyOf(transfer.accountId, transfer.clientTransferId), transfer]),
  );
  const added: ClientTransfer[] = [];
  return {
    clientTransfer: (accountId: string, id: string) => transfers.get(keyOf(accountId, id)),
    rememberClientTransfer: (transfer: ClientTransfer): void => {
      transfers.set(keyOf(transfer.accountId, transfer.clientTransferId), transfer);
      added.push(transfer);
    },
    added: () => added,
  };
}
