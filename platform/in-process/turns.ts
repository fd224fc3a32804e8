import type { Stop } from '../process/part.ts';

/** Runs one of several readers at a time, in the order in which they entered. */
export interface Turns {
  /** Runs at once when no other reader runs, else when its turn comes. The returned function ends it, or leaves the line. */
  enter(run: () => Stop): Stop;
  /** Ends all of them, including those that wait. */
  stopAll(): Promise<void>;
}

export function createTurns(): Turns {
  const line: { run: () => Stop; stop: Stop | null }[] = [];
  const startFirst = (): void => {
    const first = line[0];
    if (first) first.stop ??= first.run();
  };
  const leave = async (entry: (typeof line)[number]): Promise<void> => {
    await entry.stop?.();
    const index = line.indexOf(entry);
    if (index >= 0) line.splice(index, 1);
    startFirst();
  };
  return {
    enter: (run) => {
      const entry = { run, stop: null };
      line.push(entry);
      startFirst();
      return () => leave(entry);
    },
    stopAll: async () => {
      for (const waiting of line.splice(1)) waiting.stop = null;
      await Promise.all(line.splice(0).flatMap((entry) => (entry.stop ? [entry.stop()] : [])));
    },
  };
}
