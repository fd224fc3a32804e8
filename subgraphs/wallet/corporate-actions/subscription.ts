import { lapseDay } from '#domain/corporate-actions/entitlement.ts';
import { creditedShares, type SplitTerms } from '#domain/corporate-actions/subscription-rights.ts';
import { creditTransfers, lapseTransfer, rightsTransfer } from '#domain/ledger/subscription-transfers.ts';
import { ownedOf } from '#domain/ledger/holding.ts';
import { NO_HELD_POSITION } from '#domain/ledger/position.ts';
import { add, divideHalfUp, safe } from '#domain/money/integer.ts';
import { BILLIONTHS_PER_CENTAVO } from '#domain/positions/position.ts';
import type { DeclaredSubscription, Entitlement } from '../store/actions/action-store.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';
import { bookingDay, type Cause } from './booking-day.ts';

/** Books the rights of an entitlement, its `shares`: their cost is zero (Lei 7.713/1988 art. 16, par. 4). */
export function bookRights(
  unit: UnitOfWork,
  action: DeclaredSubscription,
  { accountId, quantity, shares: rights }: Pick<Entitlement, 'accountId' | 'quantity' | 'shares'>,
  cause: Cause,
): void {
  if (rights === 0) return;
  const day = bookingDay(unit, accountId, action.exDate);
  const costing = { day, quantity: rights, costBillionths: 0n, realizedCentavos: 0 };
  lockedAccount(unit, accountId).book.post(rightsTransfer(accountId, action, quantity, costing), cause);
}

/**
 * Removes the rights that the accounts did not exercise. Throws while an order holds some, or a trade of them has no note: the
 * run is repeated.
 */
export function lapseRights(
  unit: UnitOfWork,
  { rights }: DeclaredSubscription,
  accountIds: readonly string[],
  correlationId: string,
): void {
  const cause = { correlationId, atMs: unit.time.nowMs };
  for (const accountId of accountIds) {
    const { book } = lockedAccount(unit, accountId);
    const holding = book.holding(rights.ticker);
    const { quantity, costBillionths } = book.position(rights.ticker) ?? NO_HELD_POSITION;
    if (holding.free !== ownedOf(holding) || holding.free !== quantity || holding.due.size > 0)
      throw new Error(`${quantity} rights ${rights.ticker} of ${accountId} are held or not settled`);
    if (quantity === 0) continue;
    const loss = safe(Number(divideHalfUp(costBillionths, BILLIONTHS_PER_CENTAVO)));
    const costing = {
      day: bookingDay(unit, accountId, lapseDay(rights)),
      ...{ quantity: -quantity, costBillionths: -costBillionths },
      realizedCentavos: loss === 0 ? 0 : -loss,
    };
    book.post(lapseTransfer(accountId, rights.ticker, costing), cause);
  }
}

/** Exchanges the receipts of the exercises that are not credited for shares, once. Splits of the share count for them. */
export function creditShares(
  unit: UnitOfWork,
  { action, splits }: { readonly action: DeclaredSubscription; readonly splits: readonly SplitTerms[] },
  accountIds: readonly string[],
  correlationId: string,
): void {
  const { exercises } = unit.entitled();
  const cause = { correlationId, atMs: unit.time.nowMs };
  const today = unit.time.days[0] ?? '';
  for (const accountId of accountIds) {
    const own = exercises.get(accountId) ?? [];
    if (own.length === 0) continue;
    const { book } = lockedAccount(unit, accountId);
    const receipts = own.reduce((total, exercise) => add(total, exercise.quantity), 0);
    const costBillionths = own.reduce(
      (total, exercise) =>
        total + exercise.costBillionths + BigInt(exercise.amountCentavos) * BILLIONTHS_PER_CENTAVO,
      0n,
    );
    const shares = creditedShares(own, splits);
    const day = bookingDay(unit, accountId, action.paysOn ?? today);
    for (const transfer of creditTransfers(accountId, action, { day, receipts, shares, costBillionths }))
      book.post(transfer, cause);
    for (const exercise of own) unit.creditExercise(exercise, today);
  }
}
