import {
  LATENCY_BUCKETS_SECONDS,
  type Counter,
  type Histogram,
  type Metrics,
} from '#platform/observability/metrics.ts';

/** What the gateway tells about itself in numbers. */
export interface GatewayMetrics {
  readonly operations: Histogram;
  readonly refused: Counter;
  readonly delivered: Counter;
  readonly skipped: Counter;
  readonly slowConsumers: Counter;
}

export function createGatewayMetrics(metrics: Metrics): GatewayMetrics {
  return {
    operations: metrics.histogram(
      'gateway_operation_duration_seconds',
      'Time to run a query or mutation.',
      LATENCY_BUCKETS_SECONDS,
      ['kind', 'transport'],
    ),
    refused: metrics.counter('gateway_refused_total', 'Operations refused before they ran.', ['code']),
    delivered: metrics.counter('gateway_events_delivered_total', 'Events written to clients.'),
    skipped: metrics.counter('gateway_events_skipped_total', 'States that a slow client did not get.'),
    slowConsumers: metrics.counter(
      'gateway_slow_consumers_total',
      'Streams ended because their reader was too slow.',
    ),
  };
}

/** What is open at this moment. */
export interface OpenNow {
  readonly sockets: () => number;
  readonly subscriptions: () => number;
  readonly upstreams: () => number;
}

export function registerGauges(metrics: Metrics, now: OpenNow): void {
  metrics.gauge('gateway_sockets', 'WebSockets that are open.', now.sockets);
  metrics.gauge('gateway_subscriptions', 'Subscriptions that clients hold.', now.subscriptions);
  metrics.gauge(
    'gateway_upstreams',
    'Streams open at subgraphs, each for one or many clients.',
    now.upstreams,
  );
}
