import { addDays } from '#domain/calendar/days.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { debitChargeOf, type DebitCharge } from '#domain/costs/debit-charge.ts';
import { debitChargeTransfer } from '#domain/ledger/transfers.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { lockedAccount } from '../store/unit-of-work.ts';
import type { Debit, Debits } from './debits.ts';

/** Accounts of one transaction. */
const BATCH_SIZE = 200;
/** A wallet that was down for longer charges the newest days alone. */
const MAX_DAYS = 30;

export interface DebitRunDependencies {
  readonly debits: Debits;
  readonly ledger: Ledger;
  readonly debitCharge: DebitCharge;
  readonly calendar: TradingCalendar;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** Charges debit balances by the market's clock. */
export interface DebitRun {
  /** Runs when the day close has closed all days until this one (ISO). */
  readonly onClosed: (closedDay: string) => void;
  readonly stop: Stop;
}

/**
 * Starts the charges of debit balances: at the beginning of each day of the market, and after each close, for the trading days
 * that have ended and are closed. Each account is charged once for a day, whatever repeats the run.
 */
export function startDebitRun(dependencies: DebitRunDependencies): DebitRun {
  const { debitCharge, marketClock, wallClock, log } = dependencies;
  if (debitCharge.type === 'NONE') return { onClosed: () => undefined, stop: async () => undefined };
  let closedDay = '';
  let lastDay = dayOf(marketClock.nowMs());
  const task = startBackgroundTask({
    name: 'debit charges',
    run: async () => {
      lastDay = dayOf(marketClock.nowMs());
      const yesterday = addDays(lastDay, -1);
      await chargeUntil(dependencies, closedDay < yesterday ? closedDay : yesterday);
    },
    schedule: (start) => marketClock.at(instantOf(addDays(lastDay, 1), 0), start),
    clock: wallClock,
    log,
  });
  return {
    onClosed: (day) => {
      if (day > closedDay) closedDay = day;
      task.wake();
    },
    stop: task.stop,
  };
}

/** Charges the trading days until `until` (ISO) that are not charged, oldest first. The first run charges that day alone. */
async function chargeUntil(dependencies: DebitRunDependencies, until: string): Promise<void> {
  if (until === '') return;
  const { debits, calendar, log } = dependencies;
  const charged = (await debits.chargedUntil()) ?? addDays(until, -1);
  const oldest = addDays(until, -MAX_DAYS);
  for (let day = addDays(charged > oldest ? charged : oldest, 1); day <= until; day = addDays(day, 1)) {
    const accounts = calendar.isTradingDay(day) ? await chargeDay(dependencies, day) : 0;
    if (accounts > 0) log.info({ day, accounts }, 'charged debit balances');
    await debits.setChargedUntil(day);
  }
}

async function chargeDay(dependencies: DebitRunDependencies, day: string): Promise<number> {
  const { debits } = dependencies;
  let charged = 0;
  for (let after = ''; ;) {
    const page = await debits.owedAtEndOf(day, after, BATCH_SIZE);
    const last = page.at(-1);
    if (!last) return charged;
    charged += await chargeAccounts(dependencies, day, page);
    after = last.accountId;
  }
}

function chargeAccounts(
  { ledger, debitCharge, ids }: DebitRunDependencies,
  day: string,
  debits: readonly Debit[],
): Promise<number> {
  const due = debits.flatMap((debit) => {
    const amountCentavos = debitChargeOf(debitCharge, day, debit.owedCentavos);
    return amountCentavos > 0 ? [{ ...debit, day, amountCentavos, price: debitCharge }] : [];
  });
  if (due.length === 0) return Promise.resolve(0);
  const correlationId = ids('debit-charge');
  const accountIds = due.map(({ accountId }) => accountId);
  return ledger.transact({ accountIds, assets: [], debitDay: day }, (unit) => {
    let charged = 0;
    for (const charge of due) {
      if (unit.isDebitCharged(charge.accountId)) continue;
      const transfer = debitChargeTransfer(charge.accountId, charge);
      const { book } = lockedAccount(unit, charge.accountId);
      const dueOn = addDays(day, 1);
      // Event timestamp: the due time, the end of the day.
      const cause = { correlationId, atMs: book.notBeforeNewest(instantOf(dueOn, 0)), day: dueOn };
      const { sequence } = book.post(transfer, cause);
      unit.addDebitCharge({ ...charge, sequence });
      charged += 1;
    }
    return charged;
  });
}
