import { addDays } from '#domain/calendar/days.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Ledger } from '../book/ledger.ts';
import { settleUntil } from './settlement.ts';
import type { WalletStore } from '../store/store.ts';

export interface SettlementDependencies {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** Settles what is due whenever the market reaches a new day. */
export interface SettlementRun {
  /** Settles now if the market has reached this day: for what was booked late. */
  onDue(settlesOn: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Settles what is due by now, then at the beginning of every day of the market clock. Runs may overlap: an account is
 * locked while it settles, and what is settled is no longer due.
 */
export async function startSettlementRun(dependencies: SettlementDependencies): Promise<SettlementRun> {
  const { store, ledger, marketClock, wallClock, ids, log } = dependencies;
  const settleDue = async (): Promise<string> => {
    const today = dayOf(marketClock.nowMs());
    const accounts = await settleUntil(store, ledger, today, ids('settlement'));
    if (accounts > 0) log.info({ today, accounts }, 'settled what was due');
    return today;
  };
  let lastDay = await settleDue();
  const task = startBackgroundTask({
    name: 'settlement',
    run: async () => {
      lastDay = await settleDue();
    },
    // The day after the one that was settled, not after now: days may have passed during the run.
    schedule: (start) => marketClock.at(instantOf(addDays(lastDay, 1), 0), start),
    runsAtStart: false,
    clock: wallClock,
    log,
  });
  return {
    onDue: async (settlesOn) => {
      if (settlesOn <= dayOf(marketClock.nowMs())) await settleDue();
    },
    stop: task.stop,
  };
}
