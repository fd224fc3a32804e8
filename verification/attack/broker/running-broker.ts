import { dataLayout } from '#processes/data-dir.ts';
import { readRunningNote } from '#processes/running-note.ts';
import { StartError } from '#platform/process/start-error.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import type { Target } from '../target.ts';
import type { Broker } from './broker.ts';
import { processesBelow, residentBytesOf } from './processes.ts';

export interface RunningBrokerOptions {
  /** Address of the graph. */
  readonly graph: string;
  readonly dataDir: string;
  /** Address of the metrics; null when unknown. */
  readonly metrics: string | null;
  readonly target: Omit<Target, 'graph'>;
  readonly clock: Clock;
}

/** Collections of the old generation happen by themselves within this time. */
const SETTLE_CHECKS = 20;
const SETTLE_CHECK_MS = 500;

/**
 * Joins a broker that runs already on this machine. Its memory is that of the process in the note of its data folder, or
 * of its metrics. No collection can be forced in it: the lowest use of the heap within ten seconds counts.
 *
 * @throws StartError when no broker answers, or not on loopback
 */
export async function joinRunningBroker(options: RunningBrokerOptions): Promise<Broker> {
  const { graph, dataDir, clock } = options;
  refuseOtherMachines(graph);
  const isLive = (): Promise<boolean> =>
    fetch(new URL('/health/live', graph)).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await isLive()))
    throw new StartError(`no broker answers at ${graph}: start one with "npm start", or use --start`);
  const note = await readRunningNote(dataLayout(dataDir));
  const isSame = note !== null && new URL(note.graph).port === new URL(graph).port;
  const pids = async (): Promise<number[]> => (isSame ? processesBelow(note.pid) : []);
  const metrics = options.metrics ?? (isSame ? metricsIn(note) : null) ?? new URL('/metrics', graph).href;
  const startedAt = await metricOf(metrics, 'process_start_time_seconds');
  return {
    target: { graph, ...options.target },
    profile: 'unknown',
    residentBytes: async () => {
      const found = await pids();
      return found.length > 0 ? residentBytesOf(found) : metricOf(metrics, 'process_resident_memory_bytes');
    },
    settledBytes: async () => {
      let lowest: number | null = null;
      for (let check = 0; check < SETTLE_CHECKS; check++) {
        const heap = await metricOf(metrics, 'nodejs_heap_size_used_bytes');
        const external = await metricOf(metrics, 'nodejs_external_memory_bytes');
        if (heap === null) return null;
        lowest = Math.min(lowest ?? Infinity, heap + (external ?? 0));
        await delay(clock, SETTLE_CHECK_MS);
      }
      return lowest;
    },
    settling: `the lowest use of the heap within ${(SETTLE_CHECKS * SETTLE_CHECK_MS) / 1_000} s, by its metrics`,
    faults: async () => {
      if (!(await isLive())) return ['the broker does not answer any more'];
      const now = await metricOf(metrics, 'process_start_time_seconds');
      return startedAt !== null && now !== null && now !== startedAt ? ['the broker has started again'] : [];
    },
    stop: async () => undefined,
  };
}

const metricsIn = (note: object): string | null => {
  const { metrics } = note as { readonly metrics?: unknown };
  return typeof metrics === 'string' ? metrics : null;
};

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Attacks are for the own broker on the own machine. */
function refuseOtherMachines(url: string): void {
  if (!LOOPBACK.test(new URL(url).hostname))
    throw new StartError(`${url} is not on this machine: attack a broker on loopback only`);
}

/** A metric without labels; null when it cannot be read. */
async function metricOf(url: string, name: string): Promise<number | null> {
  const text = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (answer) => (answer.ok ? answer.text() : ''),
    () => '',
  );
  const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  return value === undefined ? null : Number(value);
}
