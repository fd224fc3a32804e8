import { TOPICS } from '#contracts/names.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { EventLog } from '#platform/ports/event-log.ts';

/** Events that wait at most when the folding counts as caught up: a batch of a reader, less than a second of work. */
const CAUGHT_UP_EVENTS = 500;

/**
 * Checks in a row that find few events, since a simulator that has just started causes thousands in a second. One check that finds none is
 * enough.
 */
const CHECKS = 3;

/** How far the folding is behind the exchange. */
export interface FoldLag {
  /** Throws from the start until the folding has caught up and kept up for some checks; never from then on. */
  check(): Promise<void>;
}

/** @param group of the folding, whose progress counts */
export function createFoldLag(
  { eventLog, metrics }: { readonly eventLog: Pick<EventLog, 'lag'>; readonly metrics: Metrics },
  group: string,
): FoldLag {
  let passed = 0;
  const measure = (): Promise<number> => eventLog.lag([TOPICS.engineMarketData], group);
  metrics.gauge('market_data_lag_events', 'Events of the exchange that wait to be folded.', measure);
  return {
    check: async () => {
      if (passed >= CHECKS) return;
      const waiting = await measure();
      passed = waiting > CAUGHT_UP_EVENTS ? 0 : waiting > 0 ? passed + 1 : CHECKS;
      if (passed < CHECKS) throw new Error(`${waiting} events of the exchange wait: quotes may be behind`);
    },
  };
}
