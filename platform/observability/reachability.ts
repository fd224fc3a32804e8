import { reasonOf } from '../retry/reason.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Whether another process answers, as the requests to it show. Logs each change once, not each request. */
export interface Reachability {
  answered(): void;
  failed(reason: unknown): void;
  /** Ends the readings of the gauge. */
  close(): void;
}

export interface Peer {
  /** The other process and its role, for example `subgraph orders`. */
  readonly name: string;
  readonly transport: 'http' | 'socket';
}

export function createReachability(
  { name, transport }: Peer,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): Reachability {
  const labels = { peer: name, transport };
  const names = Object.keys(labels);
  let isReachable: boolean | null = null;
  let isClosed = false;
  const failures = metrics.counter(
    'peer_failures_total',
    'Requests to another process without an answer, and sockets to it that broke.',
    names,
  );
  metrics.gauge(
    'peer_reachable',
    'Whether another process answered the last request: 1 or 0.',
    () => (isReachable === null || isClosed ? [] : [{ labels, value: Number(isReachable) }]),
    names,
  );
  return {
    answered: () => {
      if (isReachable === false) log.warn(labels, 'another process answers again');
      isReachable = true;
    },
    failed: (reason) => {
      failures.inc(labels);
      if (isReachable !== false) {
        log.warn({ ...labels, reason: reasonOf(reason) }, 'another process does not answer');
      }
      isReachable = false;
    },
    close: () => {
      isClosed = true;
    },
  };
}
