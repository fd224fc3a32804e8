import type { z } from 'zod';
import type { walletRpcContract } from '#contracts/rpc.ts';
import { releaseFor, reserveFor } from '#domain/ledger/transfers.ts';
import type { Ledger } from '../book/ledger.ts';
import type { WalletStore } from '../store/store.ts';
import type { Unit } from '../store/unit.ts';

type ReserveShapes = (typeof walletRpcContract)['methods']['reserve'];
/** What to reserve, as the caller asks for it. */
export type ReserveRequest = z.infer<ReserveShapes['input']>['reservations'][number];
/** What became of it. */
export type ReserveAnswer = z.infer<ReserveShapes['output']>[number];

/**
 * Reserves one after the other, so that each sees what those before it left, in one transaction. An INSUFFICIENT leaves
 * nothing behind: asked again, it is weighed again.
 */
export function reserve(
  ledger: Ledger,
  requests: readonly ReserveRequest[],
): Promise<readonly ReserveAnswer[]> {
  const scope = {
    accountIds: requests.map((request) => request.accountId),
    assets: requests.map((request) => request.asset),
    reservationIds: requests.map((request) => request.reservationId),
    orderIds: requests.map((request) => request.orderId),
  };
  return ledger.transact(scope, (unit) => requests.map((request) => reserveOne(unit, request)));
}

function reserveOne(unit: Unit, request: ReserveRequest): ReserveAnswer {
  const { reservationId, orderId, accountId, asset, amount } = request;
  const known = unit.reservation(reservationId);
  if (known) return { outcome: known.voided ? 'VOIDED' : 'RESERVED' };
  const account = unit.account(accountId);
  if (!account) return { outcome: 'ACCOUNT_NOT_FOUND' };
  const available = account.book.holding(asset).free;
  if (available < amount) return { outcome: 'INSUFFICIENT', available };
  account.book.post(reserveFor(accountId, orderId, asset, amount), request.correlationId);
  const hold = { orderId, accountId, asset, amount };
  unit.changeHold(hold);
  unit.makeReservation({ id: reservationId, voided: false, made: hold });
  return { outcome: 'RESERVED' };
}

/**
 * Frees reservations that no order came of. Those not made yet are marked first, on their own, so that they never will
 * be; then those that were made give back what they hold.
 */
export async function voidReservations(
  store: WalletStore,
  ledger: Ledger,
  reservationIds: readonly string[],
  correlationId: string,
): Promise<void> {
  const held = await store.voidUnseen(reservationIds);
  if (held.length === 0) return;
  const scope = {
    accountIds: held.map((one) => one.accountId),
    assets: held.map((one) => one.asset),
    reservationIds: held.map((one) => one.id),
    orderIds: held.map((one) => one.orderId),
  };
  await ledger.transact(scope, (unit) => {
    for (const { id } of held) voidOne(unit, id, correlationId);
  });
}

function voidOne(unit: Unit, reservationId: string, correlationId: string): void {
  const reservation = unit.reservation(reservationId);
  if (!reservation?.made || reservation.voided) return;
  const { accountId, orderId, asset, amount } = reservation.made;
  unit.account(accountId)?.book.post(releaseFor(accountId, orderId, asset, amount), correlationId);
  unit.changeHold({ ...reservation.made, amount: -amount });
  unit.voidReservation(reservationId);
}
