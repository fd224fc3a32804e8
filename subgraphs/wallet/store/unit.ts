import { openBook, type Book, type BookState } from '#domain/ledger/book.ts';
import { add } from '#domain/money/integer.ts';
import type { BookingTime } from './store.ts';

/** What is held for an order now. */
export interface Hold {
  readonly orderId: string;
  readonly accountId: string;
  readonly asset: string;
  readonly amount: number;
}

/** A reservation by its id. A voided one that was never made has nothing but its id. */
export interface Reservation {
  readonly id: string;
  readonly voided: boolean;
  readonly made: Hold | null;
}

/** An account inside a transaction. */
export interface LockedAccount {
  readonly book: Book;
  /** The last fact of its orders that was booked. */
  readonly orderFactSequence: number;
}

/** What the store has loaded for a transaction. */
export interface UnitState {
  readonly accounts: readonly (BookState & { readonly orderFactSequence: number })[];
  readonly reservations: readonly Reservation[];
  readonly holds: readonly Hold[];
  readonly clientTransfers: readonly ClientTransfer[];
}

/** A transfer that a client asked for, with its normalized content. */
export interface ClientTransfer {
  readonly accountId: string;
  readonly clientTransferId: string;
  readonly content: string;
}

/** What the work did, for the store to write. */
export interface UnitChanges {
  readonly accounts: readonly LockedAccount[];
  readonly newReservations: readonly Reservation[];
  readonly voidedReservationIds: readonly string[];
  readonly holds: readonly Hold[];
  readonly clientTransfers: readonly ClientTransfer[];
}

/** A transaction's working copy: reads what was loaded, remembers what is to be written, touches nothing else. */
export interface Unit {
  /** Undefined when there is no such account. */
  account(accountId: string): LockedAccount | undefined;
  reservation(reservationId: string): Reservation | undefined;
  makeReservation(reservation: Reservation & { readonly made: Hold }): void;
  voidReservation(reservationId: string): void;
  /** Adds to (or, negative, takes from) what is held for an order. Throws when less is held than is taken. */
  changeHold(hold: Hold): void;
  held(orderId: string): number;
  /** The content of an earlier transfer under this id. */
  clientTransfer(accountId: string, clientTransferId: string): string | undefined;
  rememberClientTransfer(transfer: ClientTransfer): void;
  /** Facts of the account's orders are booked up to this one. */
  advanceOrderFacts(accountId: string, sequence: number): void;
  changes(): UnitChanges;
}

export function createUnit(state: UnitState, time: BookingTime): Unit {
  const accounts = new Map<string, LockedAccount>();
  for (const { orderFactSequence, ...bookState } of state.accounts) {
    const book = openBook(bookState, time.nowMs, time.days);
    accounts.set(bookState.accountId, { book, orderFactSequence });
  }
  const reservations = new Map(state.reservations.map((one) => [one.id, one]));
  const holds = new Map(state.holds.map((one) => [one.orderId, one]));
  const transferKey = (accountId: string, id: string): string => `${accountId} ${id}`;
  const transfers = new Map(
    state.clientTransfers.map((one) => [transferKey(one.accountId, one.clientTransferId), one.content]),
  );
  const newReservations: Reservation[] = [];
  const voidedReservationIds: string[] = [];
  const changedHolds = new Map<string, Hold>();
  const clientTransfers: ClientTransfer[] = [];
  return {
    account: (accountId) => accounts.get(accountId),
    reservation: (reservationId) => reservations.get(reservationId),
    makeReservation: (reservation) => {
      reservations.set(reservation.id, reservation);
      newReservations.push(reservation);
    },
    voidReservation: (reservationId) => {
      const made = reservations.get(reservationId)?.made ?? null;
      reservations.set(reservationId, { id: reservationId, voided: true, made });
      voidedReservationIds.push(reservationId);
    },
    held: (orderId) => holds.get(orderId)?.amount ?? 0,
    changeHold: (change) => {
      const amount = add(holds.get(change.orderId)?.amount ?? 0, change.amount);
      if (amount < 0) throw new RangeError(`the hold of order ${change.orderId} would go to ${amount}`);
      holds.set(change.orderId, { ...change, amount });
      changedHolds.set(change.orderId, { ...change, amount });
    },
    clientTransfer: (accountId, id) => transfers.get(transferKey(accountId, id)),
    rememberClientTransfer: (transfer) => {
      transfers.set(transferKey(transfer.accountId, transfer.clientTransferId), transfer.content);
      clientTransfers.push(transfer);
    },
    advanceOrderFacts: (accountId, sequence) => {
      const account = accounts.get(accountId);
      if (account) accounts.set(accountId, { ...account, orderFactSequence: sequence });
    },
    changes: () => ({
      accounts: [...accounts.values()],
      newReservations,
      voidedReservationIds,
      holds: [...changedHolds.values()],
      clientTransfers,
    }),
  };
}
