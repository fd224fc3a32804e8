import { addDays } from '#domain/calendar/days.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Ledger } from '../book/ledger.ts';
import { settleUntil } from './settlement.ts';
import type { WalletStore } from '../store/store.ts';

/** How soon a run that failed is tried again. */
const RETRY_MS = 5_000;

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
  /** Settles now when this day has come: for what was booked late. */
  onDue(settlesOn: string): Promise<void>;
  stop(): Promise<void>;
}

/** Settles what is due by now, then at the beginning of every day of the market's clock. */
export async function startSettlementRun(dependencies: SettlementDependencies): Promise<SettlementRun> {
  const { store, ledger, marketClock, wallClock, ids, log } = dependencies;
  let alarm: Alarm | null = null;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const settleNow = async (): Promise<void> => {
    const today = dayOf(marketClock.nowMs());
    const accounts = await settleUntil(store, ledger, today, ids('settlement'));
    if (accounts > 0) log.info({ today, accounts }, 'settled what was due');
  };
  const runInTurn = (): Promise<void> => {
    const run = running.then(settleNow);
    running = run.catch(() => undefined);
    return run;
  };
  const onNewDay = (): void => {
    if (stopped) return;
    runInTurn().then(waitForTomorrow, (error: unknown) => {
      log.error({ err: error }, 'the settlement run failed; it is tried again');
      if (!stopped) alarm = wallClock.after(RETRY_MS, onNewDay);
    });
  };
  const waitForTomorrow = (): void => {
    if (stopped) return;
    alarm = marketClock.at(instantOf(addDays(dayOf(marketClock.nowMs()), 1), 0), onNewDay);
  };
  await runInTurn();
  waitForTomorrow();
  return {
    onDue: async (settlesOn) => {
      if (settlesOn <= dayOf(marketClock.nowMs())) await runInTurn();
    },
    stop: async () => {
      stopped = true;
      alarm?.cancel();
      await running;
    },
  };
}
