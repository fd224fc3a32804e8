import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';

const RETRY_MS = 500;
const LOG_EVERY = 10;

/** Tries again, with pauses, until it works or everything is stopped. */
export interface Retrier {
  /** @param what is being waited for, as the log says it */
  retry(what: string, act: () => Promise<void>): Promise<void>;
  readonly isStopped: () => boolean;
  /** Ends all pauses; what failed is not tried again. */
  readonly stop: () => void;
}

export function createRetrier(clock: Clock, log: Log): Retrier {
  let isStopped = false;
  let endPauses: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    endPauses = resolve;
  });
  const pause = async (): Promise<void> => {
    let resume: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const alarm = clock.after(RETRY_MS, resume);
    await Promise.race([over, stopped]);
    alarm.cancel();
  };
  return {
    retry: async (what, act) => {
      for (let attempt = 1; !isStopped; attempt++) {
        try {
          return await act();
        } catch (error) {
          if (attempt % LOG_EVERY === 1)
            log.info({ attempt, reason: (error as Error).message }, `waiting: ${what}`);
          await pause();
        }
      }
    },
    isStopped: () => isStopped,
    stop: () => {
      isStopped = true;
      endPauses();
    },
  };
}
