import { addDays, lastDayOfMonth } from '#domain/calendar/days.ts';
import { lastClosedDay, nextCloseAfter, type MarketMode } from '#domain/calendar/session.ts';
import { costTableOn, hasMonthlyBands } from '#domain/costs/cost-table.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Counter, Metrics } from '#platform/observability/metrics.ts';
import type { Alarm, Clock, WallClock } from '#platform/time/clock.ts';
import type { AccountToClose } from '../store/store.ts';
import {
  closeAccounts,
  joined,
  NOTHING_CLOSED,
  type CloseDependencies,
  type CloseResult,
} from './close-batch.ts';

/** Accounts and trades of one transaction. An account with more trades has a transaction of its own. */
const MAX_ACCOUNTS = 200;
const MAX_TRADES = 20_000;
/** Time on the wall clock for the last fills of a day to arrive. Later ones correct the note. */
export const LAST_FILLS_MS = 2_000;
/** Accounts after which a run logs its progress. */
const PROGRESS_STEP = 10_000;

export interface DayCloseDependencies extends CloseDependencies {
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly wallClock: WallClock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Called with the earliest settlement day of the stored notes; settles if the market has reached that day. */
  readonly onDue: (settlesOn: string) => Promise<void>;
  /** Days (ISO) before this one after whose close something changes positions, so that later days close after it. In order. */
  readonly pausesBefore: (day: string) => Promise<readonly string[]>;
  /** Called when all days until this one (ISO) are closed. Later days close once it has resolved. */
  readonly onClosed: (closedDay: string) => Promise<void>;
}

/** Closes trade dates by the market's clock. */
export interface DayCloseRun {
  /** Newest day whose close has begun; empty before the first run. */
  readonly closedDay: () => string;
  /** Closes a day again when a trade of it was booked after its close. */
  onTraded(tradeDate: string): void;
  stop(): Promise<void>;
}

/**
 * Starts the close of trade dates: once at start, and then after each close. A run closes all open days until the newest
 * closed one, account by account in the order of their ids. Each transaction is complete in itself, so a run that was
 * interrupted continues with the accounts that still have open days, and runs may overlap.
 */
export function startDayCloseRun(dependencies: DayCloseDependencies): DayCloseRun {
  const { wallClock, log, metrics, store } = dependencies;
  const closedAccounts = metrics.counter(
    'wallet_closed_accounts_total',
    'Accounts of which the day close stored notes.',
  );
  const failedAccounts = metrics.counter(
    'wallet_day_close_failures_total',
    'Accounts that the day close put in quarantine.',
  );
  const countQuarantined = async (): Promise<number> => (await store.quarantined()).length;
  metrics.gauge('wallet_quarantined_accounts', 'Accounts whose day could not be closed.', countQuarantined);
  /** Newest day to close; empty before the first run. */
  let until = '';
  let late: Alarm | null = null;
  const task = startBackgroundTask({
    name: 'day close',
    run: async () => {
      const last = until;
      for (const day of await stepsUntil(dependencies, last)) {
        const result = await closeUntil({ ...dependencies, failedAccounts }, day);
        closedAccounts.inc({}, result.closed);
        if (result.closed > 0)
          log.info({ until: day, accounts: result.closed }, 'closed the days of accounts');
        if (result.earliestSettlement !== null) await dependencies.onDue(result.earliestSettlement);
        await dependencies.onClosed(day);
      }
    },
    schedule: (start) =>
      afterNextClose(dependencies, until, (closedDay) => {
        until = closedDay;
        start();
      }),
    runsAtStart: false,
    clock: wallClock,
    log,
  });
  return {
    closedDay: () => until,
    onTraded: (tradeDate) => {
      if (tradeDate > until || late) return;
      late = wallClock.after(LAST_FILLS_MS, () => {
        late = null;
        task.wake();
      });
    },
    stop: async () => {
      late?.cancel();
      await task.stop();
    },
  };
}

/**
 * Days until which a run closes, one after the other: before changes of positions, and at the ends of months whose volumes decide
 * the fees of the next one.
 */
async function stepsUntil(
  { pausesBefore, store, rules }: Pick<DayCloseDependencies, 'pausesBefore' | 'store' | 'rules'>,
  last: string,
): Promise<readonly string[]> {
  const first = await store.firstOpenDate(last);
  const steps = new Set([...(await pausesBefore(last)), last]);
  for (let end = lastDayOfMonth(first ?? last); end < last;) {
    const next = addDays(end, 1);
    const table = costTableOn(rules.tables, next);
    if (table && hasMonthlyBands(table)) steps.add(end);
    end = lastDayOfMonth(next);
  }
  return [...steps].sort();
}

/**
 * Calls back with the newest closed day, once a day after `until` has closed and its last fills had time to arrive.
 *
 * @param until newest day that is closed already
 */
function afterNextClose(
  { marketClock, marketMode, wallClock, rules: { calendar } }: DayCloseDependencies,
  until: string,
  callback: (closedDay: string) => void,
): Alarm {
  const closedNow = lastClosedDay(calendar, marketMode(), marketClock.nowMs());
  if (closedNow > until) return wallClock.after(LAST_FILLS_MS, () => callback(closedNow));
  const { atMs, tradeDate } = nextCloseAfter(calendar, marketMode(), marketClock.nowMs());
  let lastFills: Alarm | null = null;
  const close = marketClock.at(atMs, () => {
    lastFills = wallClock.after(LAST_FILLS_MS, () => callback(tradeDate));
  });
  return {
    cancel: () => {
      close.cancel();
      lastFills?.cancel();
    },
  };
}

interface RunDependencies extends DayCloseDependencies {
  /** Counts accounts that are put in quarantine. */
  readonly failedAccounts: Counter;
}

async function closeUntil(dependencies: RunDependencies, until: string): Promise<CloseResult> {
  const { store, ids, log } = dependencies;
  const correlationId = ids('day-close');
  let result = NOTHING_CLOSED;
  let after = '';
  let logged = 0;
  for (;;) {
    const page = await store.accountsToClose(until, after, MAX_ACCOUNTS);
    const batch = withinTrades(page);
    const last = batch.at(-1);
    if (!last) break;
    result = joined(result, await closeBatch(dependencies, batch, until, correlationId));
    after = last.accountId;
    if (result.closed - logged >= PROGRESS_STEP) {
      logged = result.closed;
      log.info({ until, accounts: result.closed }, 'is closing the days of accounts');
    }
  }
  for (const accountId of await store.quarantined()) {
    const retried = await closeBatch(
      dependencies,
      [{ accountId, firstDate: until, tradeCount: 0 }],
      until,
      correlationId,
    );
    if (!retried.failed.some((one) => one.accountId === accountId))
      await store.releaseFromQuarantine(accountId);
    result = joined(result, retried);
  }
  return { ...result, failed: [] };
}

/** Closes a batch, and puts the accounts that fail in quarantine. */
async function closeBatch(
  dependencies: RunDependencies,
  batch: readonly AccountToClose[],
  until: string,
  correlationId: string,
): Promise<CloseResult> {
  const { store, wallClock, log, failedAccounts } = dependencies;
  const result = await closeAccounts(dependencies, batch, until, correlationId);
  for (const { accountId, reason } of result.failed) {
    await store.quarantine(accountId, reason, wallClock.nowMs());
    failedAccounts.inc();
    log.error({ accountId, until, reason }, 'an account is in quarantine: its day could not be closed');
  }
  return result;
}

/** The first accounts of a page, as many as have the trades of one transaction together. */
function withinTrades(page: readonly AccountToClose[]): readonly AccountToClose[] {
  let trades = 0;
  const end = page.findIndex(({ tradeCount }, index) => {
    trades += tradeCount;
    return index > 0 && trades > MAX_TRADES;
  });
  return end < 0 ? page : page.slice(0, end);
}
