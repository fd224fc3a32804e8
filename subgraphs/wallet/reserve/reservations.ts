/**
 * Step "reserve" of an order's way: the orders subgraph calls `reserve` before it accepts orders, and `voidReservations`
 * for reservations whose orders never came to exist.
 *
 * Details: the message shapes are in contracts/calls/wallet.ts, the legs of the transfers in domain/ledger/transfers.ts, the
 * amount held for each order in ../ledger/holds.ts, locks and rows in ../store/.
 */
import type { z } from 'zod';
import type { walletRpcContract } from '#contracts/calls/wallet.ts';
import { holdFor, releaseHold } from '../ledger/holds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WalletStore } from '../store/store.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';

type ReserveShapes = (typeof walletRpcContract)['methods']['reserve'];
/** One amount to reserve for an order. */
export type ReserveRequest = z.infer<ReserveShapes['input']>['reservations'][number];
/** The outcome of one request. */
export type ReserveAnswer = z.infer<ReserveShapes['output']>[number];

/**
 * Reserves a batch in one transaction, request by request, so that each request sees the balance that the ones before it
 * left. Idempotent by reservation id. INSUFFICIENT writes nothing: a repeat is decided anew. From the ex-day of a reverse split
 * until it is booked for an account, no shares of it are available: they are still those from before it.
 */
export function reserve(
  ledger: Ledger,
  requests: readonly ReserveRequest[],
): Promise<readonly ReserveAnswer[]> {
  const scope = {
    accountIds: requests.map((request) => request.accountId),
    assets: requests.map((request) => request.asset),
    reservationIds: requests.map((request) => request.reservationId),
    // Nothing is held for an order before its first reservation.
    orderIds: requests.flatMap(({ orderId, reservationId }) => (orderId === reservationId ? [] : orderId)),
    reverseSplits: true,
  } as const;
  return ledger.transact(scope, (unit) => requests.map((request) => reserveOne(unit, request)));
}

function reserveOne(unit: UnitOfWork, request: ReserveRequest): ReserveAnswer {
  const { reservationId, orderId, accountId, asset, amount, correlationId } = request;
  const known = unit.reservation(reservationId);
  if (known) return { outcome: known.voided ? 'VOIDED' : 'RESERVED' };
  const account = unit.account(accountId);
  if (!account) return { outcome: 'ACCOUNT_NOT_FOUND' };
  const available = unit.awaitsReverseSplit(accountId, asset) ? 0 : account.book.holding(asset).free;
  if (available < amount) return { outcome: 'INSUFFICIENT', available };
  const hold = { orderId, accountId, asset, amount };
  holdFor(unit, hold, { correlationId, atMs: unit.time.nowMs });
  unit.addReservation({ id: reservationId, voided: false, hold });
  return { outcome: 'RESERVED' };
}

/**
 * Voids reservations that have no order. First, outside any account lock, each unknown id gets a voided row, so that it
 * can never be reserved later; then the reservations that hold an amount release it.
 */
export async function voidReservations(
  store: WalletStore,
  ledger: Ledger,
  reservationIds: readonly string[],
  correlationId: string,
): Promise<void> {
  const held = await store.voidUnreserved(reservationIds);
  if (held.length === 0) return;
  const scope = {
    accountIds: held.map((reservation) => reservation.accountId),
    assets: held.map((reservation) => reservation.asset),
    reservationIds: held.map((reservation) => reservation.id),
    orderIds: held.map((reservation) => reservation.orderId),
  };
  await ledger.transact(scope, (unit) => {
    for (const { id } of held) voidOne(unit, id, correlationId);
  });
}

function voidOne(unit: UnitOfWork, reservationId: string, correlationId: string): void {
  const reservation = unit.reservation(reservationId);
  if (!reservation?.hold || reservation.voided) return;
  releaseHold(unit, reservation.hold, { correlationId, atMs: unit.time.nowMs });
  unit.voidReservation(reservationId);
}
