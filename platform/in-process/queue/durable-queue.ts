import type { WallClock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import { openDurableStorage } from '../storage/durable-storage.ts';
import type { PortFaults } from '../faults.ts';
import { createFullBatches, type FullBatches } from '../full-batches.ts';
import { createInProcessQueue, type InProcessQueue } from './queue.ts';

export interface DurablePortOptions {
  /** Holds the adapter's files and nothing else. One process at a time may open it. */
  readonly folder: string;
  readonly wallClock: WallClock;
  readonly log: Log;
  readonly faults?: PortFaults;
  /** Turns that adapters of one process share; by default the adapter's own. */
  readonly fullBatches?: FullBatches;
  /** A file of this length is followed by a new one. Smaller files are dropped sooner. */
  readonly segmentBytes?: number;
}

/**
 * The command queue of the embedded profile: files in a folder, one process. A confirmed message survives kill -9 and
 * the loss of power.
 */
export async function createDurableQueue(options: DurablePortOptions): Promise<InProcessQueue> {
  const { wallClock, log, faults = {}, fullBatches = createFullBatches(wallClock), ...place } = options;
  return createInProcessQueue({
    storage: await openDurableStorage({ ...place, clock: wallClock }),
    wallClock,
    log,
    faults,
    fullBatches,
  });
}
