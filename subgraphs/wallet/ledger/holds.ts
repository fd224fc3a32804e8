import { releaseTransfer, reserveTransfer } from '#domain/ledger/transfers.ts';
import type { TransferCause } from '#domain/ledger/account-book.ts';
import { lockedAccount, type Hold, type UnitOfWork } from '../store/unit-of-work.ts';

/** Moves an amount from FREE to RESERVED and adds it to the hold of its order. */
export function holdFor(unit: UnitOfWork, hold: Hold, cause: TransferCause): void {
  const { accountId, orderId, asset, amount } = hold;
  unit.changeHold(hold);
  lockedAccount(unit, accountId).book.post(reserveTransfer(accountId, orderId, asset, amount), cause);
}

/** Moves an amount from RESERVED back to FREE and takes it from the hold of its order. */
export function releaseHold(unit: UnitOfWork, hold: Hold, cause: TransferCause): void {
  const { accountId, orderId, asset, amount } = hold;
  unit.changeHold({ ...hold, amount: -amount });
  lockedAccount(unit, accountId).book.post(releaseTransfer(accountId, orderId, asset, amount), cause);
}
