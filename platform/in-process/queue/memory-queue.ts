import type { Alarm, WallClock } from '#platform/time/clock.ts';
import { createSliceTurns } from '#platform/time/slice-turns.ts';
import { type Log, silentLog } from '#platform/observability/log.ts';
import type { PortFaults } from '../faults.ts';
import { createFullBatches } from '../full-batches.ts';
import { createMemoryStorage } from '../storage/memory-storage.ts';
import { createInProcessQueue, type InProcessQueue } from './queue.ts';
import type { Storage } from '../storage/storage.ts';

/** All options are optional: the default is empty, does not log and has no faults. */
export interface MemoryPortOptions {
  /** Pass the same storage again to simulate a restart. */
  readonly storage?: Storage;
  readonly faults?: PortFaults;
  /** Times the delays before a failed batch is delivered again; by default each lasts one turn of the event loop. */
  readonly wallClock?: WallClock;
  readonly log?: Log;
}

/** A command queue in memory, for tests and simulations. */
export function createMemoryQueue(options: MemoryPortOptions = {}): InProcessQueue {
  const { wallClock = createImmediateClock() } = options;
  return createInProcessQueue({
    storage: options.storage ?? createMemoryStorage(),
    wallClock,
    log: options.log ?? silentLog,
    faults: options.faults ?? {},
    fullBatches: createFullBatches(wallClock),
  });
}

const nextTurn = (_timeMs: number, callback: () => void): Alarm => {
  const turn = setImmediate(callback);
  return { cancel: () => clearImmediate(turn) };
};

/** A clock that stands still, and whose delays last one turn of the event loop. */
export function createImmediateClock(): WallClock {
  const nowMs = (): number => 0;
  return { nowMs, at: nextTurn, after: nextTurn, behindMs: () => 0, turns: createSliceTurns(nowMs) };
}
