import type { Counter } from '#platform/observability/metrics.ts';
import type { FactRange, Scope, WalletStore } from '../store/store.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { BookingClock } from './booking-clock.ts';

/** The only way to change balances: every folder of the wallet books through it. */
export interface Ledger {
  /**
   * Runs `work` in one database transaction at the present booking time, counts the booked transfers and wakes the
   * outbox relay. `work` may run more than once; it must change nothing but the unit of work.
   */
  transact<T>(scope: Omit<Scope, 'time'>, work: (unit: UnitOfWork) => T | Promise<T>): Promise<T>;
  /** See `WalletStore.skipFacts`. */
  skipFacts(ranges: readonly FactRange[]): Promise<ReadonlySet<string>>;
}

/**
 * Creates the ledger.
 *
 * @param transfersByKind counts booked transfers, label `kind`
 * @param wakeRelay starts the outbox relay after a transaction that wrote statement entries
 */
export function createLedger(
  store: WalletStore,
  bookingClock: BookingClock,
  transfersByKind: Counter,
  wakeRelay: () => void,
): Ledger {
  return {
    skipFacts: (ranges) => store.skipFacts(ranges),
    transact: async (scope, work) => {
      let kinds: readonly string[] = [];
      const result = await store.transact({ ...scope, time: bookingClock() }, async (unit) => {
        const value = await work(unit);
        const entries = unit.changes().accounts.flatMap((account) => account.book.entries());
        kinds = entries.map((entry) => entry.transfer.kind);
        return value;
      });
      for (const kind of kinds) transfersByKind.inc({ kind });
      if (kinds.length > 0) wakeRelay();
      return result;
    },
  };
}
