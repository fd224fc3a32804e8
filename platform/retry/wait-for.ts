import { StartError } from '../process/start-error.ts';
import type { Clock } from '../time/clock.ts';
import { reasonOf } from './reason.ts';
import { retry } from './retry.ts';

export interface WaitOptions {
  /** The awaited thing in messages: "PostgreSQL at 127.0.0.1:5432". */
  readonly what: string;
  readonly wallClock: Clock;
  /** How long to wait in all. */
  readonly deadlineMs: number;
  /** Called once, at the first failure, so that the operator sees why the start waits. */
  readonly onWaiting: (message: string) => void;
  /** Whether a failure may pass; any other one is thrown as it is. All may when absent. */
  readonly isTransient?: (error: unknown) => boolean;
}

/** Repeats a start until it succeeds. Throws StartError with the last reason when it has not by the deadline. */
export async function waitFor<T>(attempt: () => Promise<T>, options: WaitOptions): Promise<T> {
  const { what, wallClock, deadlineMs, onWaiting, isTransient = () => true } = options;
  try {
    return await retry(attempt, {
      clock: wallClock,
      timeoutMs: deadlineMs,
      isTransient,
      onFailure: (failure) => {
        if (failure.attempt === 1) onWaiting(`waiting for ${what}: ${reasonOf(failure.error)}`);
      },
    });
  } catch (error) {
    if (!isTransient(error)) throw error;
    throw new StartError(`${what} did not answer within ${deadlineMs / 1000} s: ${reasonOf(error)}`);
  }
}
