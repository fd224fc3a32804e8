import { type Clock, delay } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import { openDurableStorage } from '../storage/durable-storage.ts';
import type { PortFaults } from '../faults.ts';
import { createInProcessQueue, type InProcessQueue } from './queue.ts';

export interface DurablePortOptions {
  /** Holds the adapter's files and nothing else; one process at a time. */
  readonly folder: string;
  readonly wallClock: Clock;
  readonly log: Log;
  readonly faults?: PortFaults;
  /** Files are begun anew at this size; smaller ones are dropped sooner. */
  readonly segmentBytes?: number;
}

/** The pause before a failed batch comes again. */
export const REDELIVERY_PAUSE_MS = 500;

/**
 * The command queue of the embedded profile: files in a folder, one process. What was confirmed survives kill -9 and
 * loss of power.
 */
export async function createDurableQueue(options: DurablePortOptions): Promise<InProcessQueue> {
  const { wallClock, log, faults = {}, ...place } = options;
  return createInProcessQueue({
    storage: await openDurableStorage({ ...place, clock: wallClock }),
    pause: () => delay(wallClock, REDELIVERY_PAUSE_MS),
    log,
    faults,
  });
}
