import { TOPICS } from '#contracts/names.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { EventLog } from '#platform/ports/event-log.ts';

/** Events that wait at most when the folding counts as caught up: a batch of a reader, less than a second of work. */
const CAUGHT_UP_EVENTS = 500;

/** How far the folding is behind the exchange. */
export interface FoldLag {
  /** Throws with the number of waiting events from the start until the folding has caught up once. */
  check(): Promise<void>;
}

/** @param group of the folding, whose progress counts */
export function createFoldLag(
  { eventLog, metrics }: { readonly eventLog: Pick<EventLog, 'lag'>; readonly metrics: Metrics },
  group: string,
): FoldLag {
  let hasCaughtUp = false;
  const measure = (): Promise<number> => eventLog.lag([TOPICS.engineMarketData], group);
  metrics.gauge('market_data_lag_events', 'Events of the exchange that wait to be folded.', measure);
  return {
    check: async () => {
      if (hasCaughtUp) return;
      const waiting = await measure();
      hasCaughtUp = waiting <= CAUGHT_UP_EVENTS;
      if (!hasCaughtUp) throw new Error(`${waiting} events of the exchange wait: quotes are behind`);
    },
  };
}
