import {
  openAccountBook,
  type AccountBook,
  type AccountBookState,
  type BookedEntry,
} from '#domain/ledger/account-book.ts';
import { add } from '#domain/money/integer.ts';
import type { BookingTime } from './store.ts';

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

/** An account that the transaction has locked. */
export interface LockedAccount {
  readonly book: AccountBook;
  /** Sequence of the last booked order fact; 0 before the first. */
  readonly orderFactSequence: number;
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
export interface LoadedState {
  readonly accounts: readonly (AccountBookState & { readonly orderFactSequence: number })[];
  readonly reservations: readonly Reservation[];
  readonly holds: readonly Hold[];
  readonly clientTransfers: readonly ClientTransfer[];
}

/** Changes that the store writes at the end of a transaction. */
export interface Changes {
  readonly accounts: readonly LockedAccount[];
  readonly newReservations: readonly Reservation[];
  readonly voidedReservationIds: readonly string[];
  readonly holds: readonly Hold[];
  readonly clientTransfers: readonly ClientTransfer[];
}

/** Working copy of one transaction, in memory: reads the loaded state and collects changes for the store to write. */
export interface UnitOfWork {
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
  const accounts = new Map<string, LockedAccount>();
  for (const { orderFactSequence, ...bookState } of state.accounts) {
    const book = openAccountBook(bookState, time.nowMs, time.days);
    accounts.set(bookState.accountId, { book, orderFactSequence });
  }
  const reservations = new Map(state.reservations.map((reservation) => [reservation.id, reservation]));
  const holds = new Map(state.holds.map((hold) => [hold.orderId, hold]));
  const transferKey = (accountId: string, id: string): string => `${accountId} ${id}`;
  const transfers = new Map(
    state.clientTransfers.map((transfer) => [
      transferKey(transfer.accountId, transfer.clientTransferId),
      transfer,
    ]),
  );
  const newReservations: Reservation[] = [];
  const voidedReservationIds: string[] = [];
  const changedHolds = new Map<string, Hold>();
  const clientTransfers: ClientTransfer[] = [];
  return {
    account: (accountId) => accounts.get(accountId),
    reservation: (reservationId) => reservations.get(reservationId),
    addReservation: (reservation) => {
      reservations.set(reservation.id, reservation);
      newReservations.push(reservation);
    },
    voidReservation: (reservationId) => {
      const hold = reservations.get(reservationId)?.hold ?? null;
      reservations.set(reservationId, { id: reservationId, voided: true, hold });
      voidedReservationIds.push(reservationId);
    },
    changeHold: (change) => {
      const amount = add(holds.get(change.orderId)?.amount ?? 0, change.amount);
      if (amount < 0) throw new RangeError(`the hold of order ${change.orderId} would go to ${amount}`);
      holds.set(change.orderId, { ...change, amount });
      changedHolds.set(change.orderId, { ...change, amount });
    },
    clientTransfer: (accountId, id) => transfers.get(transferKey(accountId, id)),
    rememberClientTransfer: (transfer) => {
      transfers.set(transferKey(transfer.accountId, transfer.clientTransferId), transfer);
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
