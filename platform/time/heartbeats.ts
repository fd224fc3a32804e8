import type { Alarm, Clock } from './clock.ts';

/** Something that is called at each interval. */
export interface Beating {
  beat(): void;
}

/** Regular calls of many objects, by one alarm: one for each takes close to a kilobyte. */
export interface Heartbeats {
  /** Calls it at each interval, for the first time after one. */
  add(beating: Beating): void;
  remove(beating: Beating): void;
}

/** Parts of an interval: what was added in one part is called together. */
const PARTS = 16;

export function createHeartbeats(clock: Clock, intervalMs: number): Heartbeats {
  const parts = Array.from({ length: PARTS }, () => new Set<Beating>());
  let now = 0;
  let count = 0;
  let alarm: Alarm | null = null;
  const partNow = (): Set<Beating> => parts[now] ?? new Set();
  const arm = (): void => {
    alarm = clock.after(intervalMs / PARTS, () => {
      alarm = null;
      now = (now + 1) % PARTS;
      const due = [...partNow()];
      if (count > 0) arm();
      for (const beating of due) beating.beat();
    });
  };
  return {
    add: (beating) => {
      partNow().add(beating);
      count += 1;
      if (alarm === null) arm();
    },
    remove: (beating) => {
      if (!parts.some((part) => part.delete(beating))) return;
      count -= 1;
      if (count > 0) return;
      alarm?.cancel();
      alarm = null;
    },
  };
}
