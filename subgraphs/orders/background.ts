import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';

/** Work that is done one run at a time: when somebody says that there is some, and every so often. */
export interface Background {
  /** There is something to do. It is looked at after this, even when a run is under way. */
  readonly wake: () => void;
  /** Lets the run under way finish; no other begins. */
  readonly stop: Stop;
}

/**
 * Starts the work, with a first run at once. A run that throws is logged and comes again with the next wake or after
 * `everyMs`.
 */
export function startBackground(options: {
  readonly name: string;
  readonly run: () => Promise<void>;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Log;
}): Background {
  const { name, run, everyMs, clock, log } = options;
  let wanted = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  let alarm: Alarm | null = null;

  const work = async (): Promise<void> => {
    while (wanted && !stopped) {
      wanted = false;
      try {
        await run();
      } catch (error) {
        log.warn({ err: error, task: name }, 'a background task failed; it will be tried again');
      }
    }
    running = null;
    if (!stopped) alarm = clock.after(everyMs, wake);
  };
  const wake = (): void => {
    if (stopped) return;
    wanted = true;
    if (running) return;
    alarm?.cancel();
    running = work();
  };
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      alarm?.cancel();
      await running;
    },
  };
}
