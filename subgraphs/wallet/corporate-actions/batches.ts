import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { issuerOf } from '#domain/corporate-actions/entitlement.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { FIRST_ENTITLEMENT, type EntitlementCursor, type OpenAction } from '../store/actions/action-store.ts';
import { throwIfUnavailable } from '../store/outage.ts';
import type { WalletStore } from '../store/store.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';

/** Accounts of one transaction. */
export const BATCH_SIZE = 200;

export interface ActionRunDependencies {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly assets: Pick<AssetsRpc, 'instruments'>;
  readonly calendar: TradingCalendar;
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

export interface ActionOfRun {
  readonly dependencies: ActionRunDependencies;
  readonly action: OpenAction;
  readonly assetKind: AssetKind;
}

/** Changes of accounts in one transaction. */
export type Work = (unit: UnitOfWork, accountIds: readonly string[], correlationId: string) => void;

/**
 * Runs the work for accounts in one transaction, and when that fails for each alone. Returns the accounts that failed. Throws when
 * the database does not answer.
 */
export async function transactAll(
  run: ActionOfRun,
  accountIds: readonly string[],
  work: Work,
): Promise<readonly string[]> {
  const { dependencies, action } = run;
  const { ledger, ids, log } = dependencies;
  const correlationId = ids('corporate-action');
  const month = (action.paysOn ?? action.exDate).slice(0, 7);
  const { rights } = action;
  const assets = rights ? [action.ticker, rights.ticker, rights.receiptTicker] : [action.ticker];
  const transact = (chosen: readonly string[]): Promise<void> =>
    ledger.transact(
      {
        accountIds: chosen,
        assets,
        positions: true,
        entitlements: { actionId: action.id, issuer: issuerOf(action.ticker), month },
      },
      (unit) => work(unit, chosen, correlationId),
    );
  try {
    await transact(accountIds);
    return [];
  } catch (error) {
    throwIfUnavailable(error);
    if (accountIds.length > 1) {
      const failed: string[] = [];
      for (const accountId of accountIds) failed.push(...(await transactAll(run, [accountId], work)));
      return failed;
    }
    log.warn({ err: error, actionId: action.id, accountIds }, 'a corporate action waits for an account');
    return accountIds;
  }
}

/** Walks over the pages of accounts; collects what the work returns. */
export async function forAll(
  page: (after: EntitlementCursor) => Promise<readonly EntitlementCursor[]>,
  work: (accountIds: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const failed: string[] = [];
  let after = FIRST_ENTITLEMENT;
  for (;;) {
    const cursors = await page(after);
    const last = cursors.at(-1);
    if (!last) return failed;
    failed.push(...(await work(cursors.map(({ accountId }) => accountId))));
    after = last;
  }
}
