import type { Counter } from '#platform/observability/metrics.ts';
import type { MarketTime } from './market-time.ts';
import type { Scope, WalletStore } from '../store/store.ts';
import type { Unit } from '../store/unit.ts';

/** Where all bookings go through. */
export interface Ledger {
  /** Runs the work in one transaction at the market's time, and has new lines of statements published. */
  transact<T>(scope: Omit<Scope, 'time'>, work: (unit: Unit) => T): Promise<T>;
}

/** Joins the store to the market's time and to whoever publishes what was booked. */
export function createLedger(
  store: WalletStore,
  time: MarketTime,
  booked: Counter,
  wakeRelay: () => void,
): Ledger {
  return {
    transact: async (scope, work) => {
      let kinds: readonly string[] = [];
      const result = await store.transact({ ...scope, time: time() }, (unit) => {
        const value = work(unit);
        const entries = unit.changes().accounts.flatMap((account) => account.book.entries());
        kinds = entries.map((entry) => entry.transfer.kind);
        return value;
      });
      for (const kind of kinds) booked.inc({ kind });
      if (kinds.length > 0) wakeRelay();
      return result;
    },
  };
}
