import type { Refusal } from '#domain/refusal.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { OrderStore } from '../store/store.ts';

/** The counters of orders. */
export interface OrderMetrics {
  accepted(count: number): void;
  refused(rule: Refusal['rule']): void;
  reportApplied(type: string): void;
  /** Counts a report in the dead letters: unreadable, or impossible for its order. */
  reportDead(): void;
  /** Counts skipped reports. */
  reportsMissing(count: number): void;
}

/** Registers the metrics of orders. */
export function createOrderMetrics(metrics: Metrics, store: OrderStore): OrderMetrics {
  const accepted = metrics.counter('orders_accepted_total', 'Orders that the broker accepted.');
  const refused = metrics.counter('orders_refused_total', 'Orders that the broker refused, by rule.', [
    'rule',
  ]);
  const applied = metrics.counter('orders_reports_total', 'Execution reports applied, by type.', ['type']);
  const dead = metrics.counter(
    'orders_reports_dead_total',
    'Execution reports in the dead letters: unreadable, or impossible for their order.',
  );
  const missing = metrics.counter(
    'orders_reports_missing_total',
    'Execution reports that were missing when later ones arrived.',
  );
  metrics.gauge(
    'orders_backlog',
    'Pending work, by kind.',
    async () =>
      Object.entries(await store.backlog()).map(([kind, value]: [string, number]) => ({
        labels: { kind },
        value,
      })),
    ['kind'],
  );
  return {
    accepted: (count) => accepted.inc({}, count),
    refused: (rule) => refused.inc({ rule }),
    reportApplied: (type) => applied.inc({ type }),
    reportDead: () => dead.inc(),
    reportsMissing: (count) => missing.inc({}, count),
  };
}
