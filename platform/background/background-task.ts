import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import { backoffMs, DEFAULT_BACKOFF, type BackoffSettings } from '../retry/backoff.ts';
import { logFirstFailure } from '../retry/retry.ts';
import type { Alarm, Clock } from '../time/clock.ts';

/** Work that runs again and again, one run at a time. */
export interface BackgroundTask {
  /** Requests a run: now, or after the run under way. While a failed run waits for its retry, the retry is that run. */
  readonly wake: () => void;
  /** Requests a run as `wake` does, but does not wait for a retry, and begins the backoff anew. */
  readonly runNow: () => void;
  /** Finishes the run under way and one that was requested meanwhile; no other begins. */
  readonly stop: Stop;
}

export interface BackgroundTaskOptions {
  /** The task in the log. */
  readonly name: string;
  readonly run: () => Promise<void>;
  /** Arms the alarm of the next regular run; null, and absent: only a wake starts one. Called when a run has ended. */
  readonly schedule?: (start: () => void) => Alarm | null;
  /** True when absent: the first run begins at once. False: it begins when it is scheduled or woken. */
  readonly runsAtStart?: boolean;
  /** Delays before a failed run is repeated. Null: the next regular run repeats it. */
  readonly backoff?: BackoffSettings | null;
  /** For the delays of retries. */
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the task. A run that rejects is repeated with growing delays; of failures in a row the first one is logged. */
export function startBackgroundTask(options: BackgroundTaskOptions): BackgroundTask {
  const { schedule = () => null, runsAtStart = true, clock } = options;
  const attempts = createAttempts(options);
  let isRequested = false;
  let isRunning = false;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  let next: Alarm | null = null;

  const runWhileRequested = async (): Promise<void> => {
    do {
      isRequested = false;
      await attempts.runOnce();
    } while (isRequested && attempts.retryMs() === null);
    isRunning = false;
    armNext();
  };
  const armNext = (): void => {
    if (isStopped) return;
    const retryMs = attempts.retryMs();
    next = retryMs === null ? schedule(start) : clock.after(retryMs, start);
  };
  const start = (): void => {
    next?.cancel();
    next = null;
    isRunning = true;
    running = runWhileRequested();
  };
  const wake = (): void => {
    if (isStopped) return;
    if (isRunning) isRequested = true;
    else if (attempts.retryMs() === null) start();
  };
  if (runsAtStart) start();
  else armNext();
  return {
    wake,
    runNow: () => {
      attempts.reset();
      wake();
    },
    stop: async () => {
      isStopped = true;
      next?.cancel();
      await running;
    },
  };
}

/** Runs the task, and counts its failures in a row. */
interface Attempts {
  readonly runOnce: () => Promise<void>;
  /** The delay of the retry that is due next; null when the last run succeeded. */
  readonly retryMs: () => number | null;
  /** Forgets the failures. */
  readonly reset: () => void;
}

function createAttempts({ name, run, backoff = DEFAULT_BACKOFF, log }: BackgroundTaskOptions): Attempts {
  const logFailure = logFirstFailure(log, 'a background task failed and will run again', { task: name });
  let failures = 0;
  let retryMs: number | null = null;
  const reset = (): void => {
    failures = 0;
    retryMs = null;
  };
  return {
    runOnce: async () => {
      try {
        await run();
        if (failures > 0) log.info({ task: name, failures }, 'a background task works again');
        reset();
      } catch (error) {
        failures = backoff ? failures + 1 : 1;
        retryMs = backoff && backoffMs(failures, backoff);
        logFailure({ error, attempt: failures, delayMs: retryMs ?? 0 });
      }
    },
    retryMs: () => retryMs,
    reset,
  };
}
