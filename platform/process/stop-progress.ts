import type { Clock } from '../time/clock.ts';

/** Prints an orderly stop for the person at the terminal. */
export interface StopProgress {
  readonly begin: (cause: string) => void;
  /** The stop reaches a component. */
  readonly step: (name: string) => void;
  readonly end: (isClean: boolean) => void;
}

/**
 * Prints the steps of a stop on standard output, once it has begun.
 *
 * @param steps the sentence for a component, by its name
 */
export function tellStop(steps: Readonly<Record<string, string>>, wallClock: Clock): StopProgress {
  let startedMs: number | null = null;
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  return {
    begin: (cause) => {
      startedMs = wallClock.nowMs();
      // A terminal or a reader of the output that is gone must not break the stop.
      process.stdout.on('error', () => undefined);
      print(`stopping on ${cause}; a second Ctrl-C ends it at once`);
    },
    step: (name) => {
      const text = steps[name];
      if (startedMs !== null && text !== undefined) print(`  ${text}`);
    },
    end: (isClean) => {
      const seconds = ((wallClock.nowMs() - (startedMs ?? wallClock.nowMs())) / 1_000).toFixed(1);
      print(
        isClean
          ? `stopped after ${seconds} s`
          : `stopped after ${seconds} s, not cleanly: see the errors above`,
      );
    },
  };
}
