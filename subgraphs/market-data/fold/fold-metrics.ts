import { LATENCY_BUCKETS_SECONDS, type Metrics } from '#platform/observability/metrics.ts';
import type { Folded } from './fold-events.ts';

/** The metrics of the folding. */
export interface FoldMetrics {
  /** Counts a batch that is stored. */
  stored(folded: Folded, counts: { readonly events: number; readonly unreadable: number }): void;
  /** Notes the age of the oldest event of a batch whose results are published, by the market's clock. */
  published(oldestAgeMs: number): void;
}

export function createFoldMetrics(metrics: Metrics): FoldMetrics {
  const count = metrics.counter(
    'market_data_events_total',
    'Events of the exchange by outcome: folded or unreadable.',
    ['outcome'],
  );
  const lost = metrics.counter(
    'market_data_lost_total',
    'Events and trades of the exchange that were lost. Snapshots restore books, not trades.',
    ['what'],
  );
  const age = metrics.histogram(
    'market_data_age_seconds',
    "Time from the oldest event of a batch to its publication as quote, book and trade, by the market's clock.",
    LATENCY_BUCKETS_SECONDS,
  );
  return {
    stored: ({ gaps, missingTrades }, { events, unreadable }) => {
      const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
      lost.inc({ what: 'events' }, missing);
      lost.inc({ what: 'trades' }, missingTrades);
      count.inc({ outcome: 'unreadable' }, unreadable);
      count.inc({ outcome: 'folded' }, events);
    },
    published: (oldestAgeMs) => age.observe(Math.max(0, oldestAgeMs) / 1_000),
  };
}
