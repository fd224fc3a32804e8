import type { Alarm, Clock } from './clock.ts';

/** Something that has to happen in time. */
export interface Awaited {
  /** Called once, when the time is over. */
  onDeadline(): void;
}

/** The deadlines of many objects, by one alarm: a timer for each takes a quarter of a kilobyte. */
export interface Deadlines {
  /** Begins the time of an object, which must have none. */
  add(awaited: Awaited): void;
  remove(awaited: Awaited): void;
}

/** @param limitMs the same for all, so that the first one added is the first one due */
export function createDeadlines(clock: Clock, limitMs: number): Deadlines {
  const dueMs = new Map<Awaited, number>();
  let alarm: Alarm | null = null;
  const arm = (): void => {
    const [first] = dueMs.values();
    alarm = first === undefined ? null : clock.at(first, callDue);
  };
  const callDue = (): void => {
    alarm = null;
    const nowMs = clock.nowMs();
    for (const [awaited, ofThis] of dueMs) {
      if (ofThis > nowMs) break;
      dueMs.delete(awaited);
      awaited.onDeadline();
    }
    if (alarm === null) arm();
  };
  return {
    add: (awaited) => {
      dueMs.set(awaited, clock.nowMs() + limitMs);
      if (alarm === null) arm();
    },
    remove: (awaited) => {
      dueMs.delete(awaited);
      if (dueMs.size > 0) return;
      alarm?.cancel();
      alarm = null;
    },
  };
}
