import { compareText } from '#domain/compare-text.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { settlementTransfer } from '#domain/ledger/transfers.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { throwIfUnavailable } from '../store/outage.ts';
import type { WalletStore } from '../store/store.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';

/** Accounts settled in one transaction. */
const BATCH_SIZE = 200;

/** The result of a run. */
export interface Settlement {
  /** Number of accounts that were settled. */
  readonly settledCount: number;
  /** Accounts that cannot be settled, with the reason. Their amounts stay due. */
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * Settles all amounts due on `today` (ISO) or before. Each account settles completely in one transaction, so a run that was
 * interrupted continues with the accounts that still have due amounts. An account that cannot be settled stops no other. Throws
 * when the database does not answer.
 */
export async function settleUntil(
  store: WalletStore,
  ledger: Ledger,
  today: string,
  correlationId: string,
): Promise<Settlement> {
  const settle = (accountIds: readonly string[]): Promise<void> =>
    ledger.transact({ accountIds, assets: 'ALL' }, (unit) => {
      for (const accountId of accountIds) settleAccount(unit, accountId, today, correlationId);
    });
  const failures = new Map<string, string>();
  let dueCount = 0;
  let after = '';
  for (;;) {
    const accountIds = await store.accountsDue(today, after, BATCH_SIZE);
    if (accountIds.length === 0) return { settledCount: dueCount - failures.size, failures };
    try {
      await settle(accountIds);
    } catch (error) {
      throwIfUnavailable(error);
      await settleApart(accountIds, settle, failures);
    }
    dueCount += accountIds.length;
    after = accountIds.at(-1) ?? after;
  }
}

/** Settles each account of a batch in a transaction of its own. */
async function settleApart(
  accountIds: readonly string[],
  settle: (accountIds: readonly string[]) => Promise<void>,
  failures: Map<string, string>,
): Promise<void> {
  for (const accountId of accountIds) {
    try {
      await settle([accountId]);
    } catch (error) {
      throwIfUnavailable(error);
      failures.set(accountId, error.message);
    }
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

const cashFirst = (a: string, b: string): number =>
  Number(b === CASH) - Number(a === CASH) || compareText(a, b);
