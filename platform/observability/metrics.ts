import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';

export type Labels = Readonly<Record<string, string | number>>;

/** A count that never decreases. */
export interface Counter {
  inc(labels?: Labels, by?: number): void;
}

/** A distribution of observed values. */
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** The current value, or one current value for each set of labels. */
export type GaugeReading = number | readonly { readonly labels: Labels; readonly value: number }[];

/** Reads a gauge's value. */
export type Collect = () => GaugeReading | Promise<GaugeReading>;

/**
 * Registers a part's metrics. Names follow Prometheus: snake case, unit last, counters end in `_total`. Parts may share
 * one process, so registering a counter or a histogram twice gives the same one.
 */
export interface Metrics {
  counter(name: string, help: string, labelNames?: readonly string[]): Counter;
  /** @param buckets upper bounds in the unit of the name, rising */
  histogram(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames?: readonly string[],
  ): Histogram;
  /**
   * Calls `collect` whenever the metrics are read. A gauge that several parts register is the sum of their readings, by
   * label; a reading leaves out a `collect` that fails.
   */
  gauge(name: string, help: string, collect: Collect, labelNames?: readonly string[]): void;
}

/** Metrics that can be read, as `/metrics` does. */
export interface MetricsRegistry extends Metrics {
  readonly contentType: string;
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>;
}

/** Upper bounds in seconds that suit requests and calls: half a millisecond to ten seconds. */
export const LATENCY_BUCKETS_SECONDS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Creates the metrics of one process. `defaults` adds those of Node (memory, event loop, garbage collection). */
export function createMetrics(options: { readonly defaults?: boolean } = {}): MetricsRegistry {
  const registry = new Registry();
  if (options.defaults) collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const gauges = new Map<string, Collect[]>();
  return {
    counter: (name, help, labelNames = []) =>
      getOrCreate(counters, name, () => {
        // A count without labels is added when the metrics are read: some are made for each frame of a client.
        let unread = 0;
        const collect = (): void => {
          if (unread > 0) counter.inc(unread);
          unread = 0;
        };
        const counter = new PromCounter({ name, help, labelNames, registers: [registry], collect });
        return {
          inc: (labels, by = 1) => {
            if (labels) counter.inc({ ...labels }, by);
            else unread += by;
          },
        };
      }),
    histogram: (name, help, buckets, labelNames = []) =>
      getOrCreate(histograms, name, () => {
        const histogram = new PromHistogram({
          name,
          help,
          buckets: [...buckets],
          labelNames,
          registers: [registry],
        });
        return { observe: (value, labels = {}) => histogram.observe({ ...labels }, value) };
      }),
    gauge: (name, help, collect, labelNames = []) => {
      getOrCreate(gauges, name, () => registerGauge(registry, name, help, labelNames)).push(collect);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

/** Registers a gauge and returns its list of collect functions, which the caller extends. */
function registerGauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
): Collect[] {
  const collectors: Collect[] = [];
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect: async () => {
      const settled = await Promise.allSettled(collectors.map(async (collect) => collect()));
      const readings = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      gauge.reset();
      if (readings.length === 0 && labelNames.length === 0) gauge.set(Number.NaN);
      for (const reading of readings) addReading(gauge, reading);
    },
  });
  return collectors;
}

function addReading(gauge: Gauge, reading: GaugeReading): void {
  if (typeof reading === 'number') gauge.inc(reading);
  else for (const { labels, value } of reading) gauge.inc({ ...labels }, value);
}

function getOrCreate<T>(byName: Map<string, T>, name: string, create: () => T): T {
  const metric = byName.get(name) ?? create();
  byName.set(name, metric);
  return metric;
}

/** Metrics that record nothing, for tests. */
export const noMetrics: Metrics = {
  counter: () => ({ inc: () => undefined }),
  histogram: () => ({ observe: () => undefined }),
  gauge: () => undefined,
};
