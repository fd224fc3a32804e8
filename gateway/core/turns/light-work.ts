import type { Clock } from '#platform/time/clock.ts';

/** The light work that runs now, which heavy work lets pass. */
export interface LightWork {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Resolves when no light work runs, and after PATIENCE_MS at the latest. */
  untilIdle(): Promise<void>;
}

/** Longest time that heavy work waits: light work that takes longer waits for a subgraph itself. */
const PATIENCE_MS = 50;

export function createLightWork(wallClock: Clock): LightWork {
  const waiting = new Set<() => void>();
  let running = 0;
  const wake = (): void => {
    for (const resume of [...waiting]) resume();
  };
  return {
    run: async (task) => {
      running += 1;
      try {
        return await task();
      } finally {
        running -= 1;
        if (running === 0) wake();
      }
    },
    untilIdle: async () => {
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        const resume = (): void => {
          waiting.delete(resume);
          alarm.cancel();
          resolve();
        };
        const alarm = wallClock.after(PATIENCE_MS, resume);
        waiting.add(resume);
      });
    },
  };
}
