import {
  LATENCY_BUCKETS_SECONDS,
  type Counter,
  type Histogram,
  type Metrics,
} from '#platform/observability/metrics.ts';

/** Counters and histograms of the gateway. */
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
    skipped: metrics.counter('gateway_events_skipped_total', 'States that were skipped for a slow client.'),
    slowConsumers: metrics.counter(
      'gateway_slow_consumers_total',
      'Streams ended because their client read too slowly.',
    ),
  };
}

/** Open resources, whose gauges are read when metrics are scraped. */
export interface OpenResources {
  readonly sockets: { readonly open: number };
  /** Over HTTP. */
  readonly streams: { readonly open: number };
  /** Of both. */
  readonly subscriptions: { readonly taken: number };
  readonly upstreams: { readonly taken: number };
  readonly waitingBytes: { readonly count: number };
}

export function registerGauges(
  metrics: Metrics,
  { sockets, streams, subscriptions, upstreams, waitingBytes }: OpenResources,
): void {
  metrics.gauge('gateway_sockets', 'Open WebSockets.', () => sockets.open);
  metrics.gauge('gateway_streams', 'Open streams over HTTP (server-sent events).', () => streams.open);
  metrics.gauge('gateway_subscriptions', 'Open subscriptions of clients.', () => subscriptions.taken);
  metrics.gauge(
    'gateway_waiting_bytes',
    'Bytes that wait for clients: unsent frames, waiting events and texts of subscriptions.',
    () => waitingBytes.count,
  );
  metrics.gauge(
    'gateway_upstreams',
    'Open streams from subgraphs, each shared by one or more clients.',
    () => upstreams.taken,
  );
}
