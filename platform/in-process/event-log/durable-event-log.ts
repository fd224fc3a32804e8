import { delay } from '#platform/time/clock.ts';
import { type DurablePortOptions, REDELIVERY_PAUSE_MS } from '../queue/durable-queue.ts';
import { openDurableStorage } from '../storage/durable-storage.ts';
import { createInProcessEventLog, type InProcessEventLog } from './event-log.ts';
import type { Retention } from '../storage/storage.ts';

export interface DurableEventLogOptions extends DurablePortOptions {
  /** How long records stay that every group has handled; a day and 64 MB a topic when absent. */
  readonly retention?: Retention;
}

const RETENTION: Retention = { keepMs: 86_400_000, keepBytes: 67_108_864 };

/**
 * The event log of the embedded profile: files in a folder, one process. What was confirmed survives kill -9 and loss
 * of power.
 */
export async function createDurableEventLog(options: DurableEventLogOptions): Promise<InProcessEventLog> {
  const { wallClock, log, faults = {}, retention = RETENTION, ...place } = options;
  return createInProcessEventLog({
    storage: await openDurableStorage({ ...place, clock: wallClock }),
    retention,
    pause: () => delay(wallClock, REDELIVERY_PAUSE_MS),
    log,
    faults,
  });
}
