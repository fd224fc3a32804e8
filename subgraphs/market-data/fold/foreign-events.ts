import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Folded } from './fold-events.ts';

/** Tickers whose newest event does not continue those that were folded: the exchange runs on another journal, or on an older copy. */
export interface ForeignEvents {
  /** Takes what a batch has folded. */
  take(folded: Pick<Folded, 'foreign' | 'states'>): void;
  /** Throws with the reason while there is such a ticker. */
  check(): void;
}

const REASONS = {
  OTHER_JOURNAL: 'its events come from another journal',
  OLDER_JOURNAL: 'its journal ends before events that were folded',
} as const;

export function createForeignEvents(log: Log, metrics: Metrics): ForeignEvents {
  const tickers = new Map<string, keyof typeof REASONS>();
  const count = metrics.counter(
    'market_data_foreign_total',
    'Events of another journal of the exchange, or of an older copy: they were dropped.',
  );
  return {
    take: ({ foreign, states }) => {
      for (const ticker of states.keys()) tickers.delete(ticker);
      for (const { ticker, reason, knownJournalId, journalId, sequence } of foreign) {
        if (tickers.size === 0)
          log.error(
            { ticker, reason, knownJournalId, journalId, sequence },
            'events of the exchange do not continue those before; docs/OPERATIONS.md, "A lost journal"',
          );
        tickers.set(ticker, reason);
      }
      count.inc({}, foreign.length);
    },
    check: () => {
      const [first] = tickers;
      if (!first) return;
      const [ticker, reason] = first;
      throw new Error(
        `${tickers.size} tickers get no market data, such as ${ticker}: ${REASONS[reason]} (docs/OPERATIONS.md, "A lost journal")`,
      );
    },
  };
}
