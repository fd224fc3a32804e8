import { CASH } from '#domain/ledger/leg.ts';
import { settle } from '#domain/ledger/transfers.ts';
import type { Ledger } from '../book/ledger.ts';
import type { WalletStore } from '../store/store.ts';
import type { Unit } from '../store/unit.ts';

/** Accounts settled in one transaction. */
const BATCH = 200;

/**
 * Settles all that is due on `today` or before. Each account is done whole in a transaction, so a run that was cut off
 * goes on where it stopped, and one that finds nothing due does nothing. Answers how many accounts it settled.
 */
export async function settleUntil(
  store: WalletStore,
  ledger: Ledger,
  today: string,
  correlationId: string,
): Promise<number> {
  let settled = 0;
  for (;;) {
    const accountIds = await store.accountsDue(today, BATCH);
    if (accountIds.length === 0) return settled;
    await ledger.transact({ accountIds, assets: 'ALL' }, (unit) => {
      for (const accountId of accountIds) settleAccount(unit, accountId, today, correlationId);
    });
    settled += accountIds.length;
  }
}

function settleAccount(unit: Unit, accountId: string, today: string, correlationId: string): void {
  const book = unit.account(accountId)?.book;
  if (!book) throw new Error(`account ${accountId} has something due but does not exist`);
  const open = book
    .assets()
    .flatMap((asset) =>
      [...book.holding(asset).due]
        .filter(([dueOn]) => dueOn <= today)
        .map(([dueOn, amount]) => ({ asset, dueOn, amount })),
    );
  open.sort((a, b) => compare(a.dueOn, b.dueOn) || cashFirst(a.asset, b.asset));
  for (const { asset, dueOn, amount } of open) {
    book.post(settle(accountId, asset, dueOn, amount), correlationId);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const cashFirst = (a: string, b: string): number => Number(b === CASH) - Number(a === CASH) || compare(a, b);
