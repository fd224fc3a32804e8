import { addDays } from '#domain/calendar/days.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WalletStore } from '../store/store.ts';
import { settleUntil } from './settlement.ts';

export interface SettlementDependencies {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** An account that could not be settled by the newest run. */
export interface UnsettledAccount {
  readonly accountId: string;
  readonly reason: string;
  /** Time of its first failure in a row. */
  readonly atMs: number;
}

/** Settles due cash and shares at the beginning of each day of the market clock. */
export interface SettlementRun {
  /** Settles now if the market has reached this day (ISO): a fill may be booked after its settlement day. */
  onDue(settlesOn: string): Promise<void>;
  /** Settles now what is due. */
  settleNow(): Promise<void>;
  /** Accounts that cannot be settled, by id. Each run tries them again. */
  unsettled(): readonly UnsettledAccount[];
  stop(): Promise<void>;
}

/**
 * Settles all amounts due by today, then starts the daily run. Runs may overlap: a run locks each account while it
 * settles it, and settled amounts are no longer due.
 */
export async function startSettlementRun(dependencies: SettlementDependencies): Promise<SettlementRun> {
  const { store, ledger, marketClock, wallClock, ids, log } = dependencies;
  const unsettled = createUnsettled(dependencies);
  let settledDay = '';
  const settleDue = async (): Promise<void> => {
    const today = dayOf(marketClock.nowMs());
    const { settledCount: accounts, failures } = await settleUntil(store, ledger, today, ids('settlement'));
    unsettled.replace(failures);
    if (today > settledDay) settledDay = today;
    if (accounts > 0) log.info({ today, accounts }, 'settled due cash and shares');
  };
  await settleDue();
  const task = startBackgroundTask({
    name: 'settlement',
    run: settleDue,
    // The day after the last settled one: a day that began during a run is due at once.
    schedule: (start) => marketClock.at(instantOf(addDays(settledDay, 1), 0), start),
    runsAtStart: false,
    clock: wallClock,
    log,
  });
  return {
    onDue: async (settlesOn) => {
      if (settlesOn <= dayOf(marketClock.nowMs())) await settleDue();
    },
    settleNow: settleDue,
    unsettled: unsettled.list,
    stop: task.stop,
  };
}

/** Remembers the accounts that the newest run could not settle, and logs each once. */
function createUnsettled({ wallClock, log }: Pick<SettlementDependencies, 'wallClock' | 'log'>) {
  let accounts: ReadonlyMap<string, UnsettledAccount> = new Map();
  return {
    list: (): readonly UnsettledAccount[] => [...accounts.values()],
    replace: (failures: ReadonlyMap<string, string>): void => {
      const before = accounts;
      accounts = new Map(
        [...failures].map(([accountId, reason]) => {
          const atMs = before.get(accountId)?.atMs ?? wallClock.nowMs();
          return [accountId, { accountId, reason, atMs }];
        }),
      );
      for (const { accountId, reason } of accounts.values())
        if (before.get(accountId)?.reason !== reason)
          log.error({ accountId, reason }, 'an account cannot be settled; the next run tries it again');
    },
  };
}
