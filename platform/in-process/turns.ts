import type { Stop } from '../process/part.ts';

/** Lets one of those that stand in line run at a time, in the order in which they came. */
export interface Turns {
  /** Runs at once when nobody does, else when its turn comes. The answer ends it, or takes it out of the line. */
  enter(run: () => Stop): Stop;
  /** Ends all, waiting ones too. */
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
