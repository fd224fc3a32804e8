import { CASH } from '#domain/ledger/leg.ts';
import { settlementTransfer } from '#domain/ledger/transfers.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WalletStore } from '../store/store.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';

/** Accounts settled in one transaction. */
const BATCH_SIZE = 200;

/**
 * Settles all amounts due on `today` (ISO) or before and returns the number of settled accounts. Each account settles
 * completely in one transaction, so a run that was interrupted continues with the accounts that still have due amounts.
 */
export async function settleUntil(
  store: WalletStore,
  ledger: Ledger,
  today: string,
  correlationId: string,
): Promise<number> {
  let settled = 0;
  for (;;) {
    const accountIds = await store.accountsDue(today, BATCH_SIZE);
    if (accountIds.length === 0) return settled;
    await ledger.transact({ accountIds, assets: 'ALL' }, (unit) => {
      for (const accountId of accountIds) settleAccount(unit, accountId, today, correlationId);
    });
    settled += accountIds.length;
  }
}

function settleAccount(unit: UnitOfWork, accountId: string, today: string, correlationId: string): void {
  const { book } = lockedAccount(unit, accountId);
  const due = book
    .assets()
    .flatMap((asset) =>
      [...book.holding(asset).due]
        .filter(([dueOn]) => dueOn <= today)
        .map(([dueOn, amount]) => ({ asset, dueOn, amount })),
    );
  due.sort((a, b) => compareText(a.dueOn, b.dueOn) || cashFirst(a.asset, b.asset));
  for (const { asset, dueOn, amount } of due) {
    const cause = { correlationId, atMs: unit.time.nowMs };
    book.post(settlementTransfer(accountId, asset, dueOn, amount), cause);
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const cashFirst = (a: string, b: string): number =>
  Number(b === CASH) - Number(a === CASH) || compareText(a, b);
