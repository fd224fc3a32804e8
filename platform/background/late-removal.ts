import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import type { Alarm, Clock } from '../time/clock.ts';
import { startBackgroundTask } from './background-task.ts';

/** Published rows of an outbox, which are deleted later, many with one statement. */
export interface LateRemoval {
  /** @param size what the row counts in `size` */
  add(id: bigint, size: number): void;
  /** Size of the rows that may still be in the table. */
  readonly size: number;
  /** Deletes the rows that are left; not when the database does not answer. */
  readonly stop: Stop;
}

export interface LateRemovalOptions {
  /** The removal in the log. */
  readonly name: string;
  readonly remove: (ids: readonly bigint[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const REMOVED_AFTER_MS = 250;

/** Rows that a crash leaves in the table are published again, as after any crash of a relay. */
export function createLateRemoval({ name, remove, clock, log }: LateRemovalOptions): LateRemoval {
  const rows = new Map<bigint, number>();
  let size = 0;
  let alarm: Alarm | null = null;
  const task = startBackgroundTask({
    name,
    run: async () => {
      const ids = [...rows.keys()];
      if (ids.length === 0) return;
      await remove(ids);
      for (const id of ids) {
        size -= rows.get(id) ?? 0;
        rows.delete(id);
      }
    },
    runsAtStart: false,
    clock,
    log,
  });
  const start = (): void => {
    alarm = null;
    task.wake();
  };
  return {
    add: (id, rowSize) => {
      rows.set(id, rowSize);
      size += rowSize;
      alarm ??= clock.after(REMOVED_AFTER_MS, start);
    },
    get size() {
      return size;
    },
    stop: async () => {
      alarm?.cancel();
      task.wake();
      await task.stop();
    },
  };
}
