import { setImmediate } from 'node:timers/promises';
import { type Clock, delay } from '#platform/time/clock.ts';
import { type Log, silentLog } from '#platform/observability/log.ts';
import type { PortFaults } from '../faults.ts';
import { createMemoryStorage } from '../storage/memory-storage.ts';
import { createInProcessQueue, type InProcessQueue } from './queue.ts';
import type { Storage } from '../storage/storage.ts';

/** All options are optional: the default is empty, does not log and has no faults. */
export interface MemoryPortOptions {
  /** Pass the same storage again to simulate a restart. */
  readonly storage?: Storage;
  readonly faults?: PortFaults;
  /** Times the pause before a failed batch is delivered again; by default the next turn of the event loop. */
  readonly wallClock?: Clock;
  readonly log?: Log;
}

export const MEMORY_PAUSE_MS = 100;

/** A command queue in memory, for tests and simulations. */
export function createMemoryQueue(options: MemoryPortOptions = {}): InProcessQueue {
  return createInProcessQueue({
    storage: options.storage ?? createMemoryStorage(),
    pause: memoryPause(options.wallClock),
    log: options.log ?? silentLog,
    faults: options.faults ?? {},
  });
}

export const memoryPause = (wallClock: Clock | undefined) => (): Promise<void> =>
  wallClock ? delay(wallClock, MEMORY_PAUSE_MS) : setImmediate();
