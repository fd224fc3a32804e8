import type { Alarm, Clock } from './clock.ts';

/** Regular callbacks of many objects, by one alarm: one for each takes close to a kilobyte. */
export interface Heartbeats {
  /** Calls back at each interval, for the first time after one. Returns the function that ends it. */
  add(beat: () => void): () => void;
}

/** Parts of an interval: the callbacks that were added in one part are called together. */
const PARTS = 16;

export function createHeartbeats(clock: Clock, intervalMs: number): Heartbeats {
  const parts = Array.from({ length: PARTS }, () => new Set<() => void>());
  let now = 0;
  let beats = 0;
  let alarm: Alarm | null = null;
  const partNow = (): Set<() => void> => parts[now] ?? new Set();
  const arm = (): void => {
    alarm = clock.after(intervalMs / PARTS, () => {
      alarm = null;
      now = (now + 1) % PARTS;
      const due = [...partNow()];
      if (beats > 0) arm();
      for (const beat of due) beat();
    });
  };
  return {
    add: (beat) => {
      const part = partNow();
      part.add(beat);
      beats += 1;
      if (alarm === null) arm();
      return () => {
        if (!part.delete(beat)) return;
        beats -= 1;
        if (beats > 0) return;
        alarm?.cancel();
        alarm = null;
      };
    },
  };
}
