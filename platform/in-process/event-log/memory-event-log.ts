import { silentLog } from '#platform/observability/log.ts';
import { createInProcessEventLog, type InProcessEventLog } from './event-log.ts';
import { createFullBatches } from '../full-batches.ts';
import { type MemoryPortOptions, createImmediateClock } from '../queue/memory-queue.ts';
import { createMemoryStorage } from '../storage/memory-storage.ts';

/** An event log in memory, for tests and simulations. It keeps every record. */
export function createMemoryEventLog(options: MemoryPortOptions = {}): InProcessEventLog {
  const { wallClock = createImmediateClock() } = options;
  return createInProcessEventLog({
    storage: options.storage ?? createMemoryStorage(),
    retention: { keepMs: Infinity, keepBytes: Infinity },
    wallClock,
    log: options.log ?? silentLog,
    faults: options.faults ?? {},
    fullBatches: createFullBatches(wallClock),
  });
}
