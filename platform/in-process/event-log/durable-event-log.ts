import { createFullBatches } from '../full-batches.ts';
import type { DurablePortOptions } from '../queue/durable-queue.ts';
import { openDurableStorage } from '../storage/durable-storage.ts';
import { createInProcessEventLog, type InProcessEventLog } from './event-log.ts';
import type { Retention } from '../storage/storage.ts';

export interface DurableEventLogOptions extends DurablePortOptions {
  /** How long records stay after every group has handled them; by default a day and 64 MB for each topic. */
  readonly retention?: Retention;
}

const RETENTION: Retention = { keepMs: 86_400_000, keepBytes: 67_108_864 };

/**
 * The event log of the embedded profile: files in a folder, one process. A confirmed record survives kill -9 and the
 * loss of power.
 */
export async function createDurableEventLog(options: DurableEventLogOptions): Promise<InProcessEventLog> {
  const { wallClock, log, faults = {}, retention = RETENTION, ...rest } = options;
  const { fullBatches = createFullBatches(wallClock), ...place } = rest;
  return createInProcessEventLog({
    storage: await openDurableStorage({ ...place, clock: wallClock }),
    retention,
    wallClock,
    log,
    faults,
    fullBatches,
  });
}
