import type { Log } from '../observability/log.ts';
import { delay, type Clock } from '../time/clock.ts';
import { backoffMs, DEFAULT_BACKOFF, type BackoffSettings } from './backoff.ts';

/** A failed attempt that will be repeated, unless the signal aborts. */
export interface FailedAttempt {
  readonly error: unknown;
  /** From 1. */
  readonly attempt: number;
  /** Until the next attempt. */
  readonly delayMs: number;
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly onFailure: (failure: FailedAttempt) => void;
  readonly backoff?: BackoffSettings;
  /** Whether an error may pass; any other error is thrown at once. All may pass when absent. */
  readonly isTransient?: (error: unknown) => boolean;
  /** For how long to repeat; forever when absent. The last attempt begins when this time is over. */
  readonly timeoutMs?: number;
  /** Ends the delay and the retries: the attempt under way is the last. */
  readonly signal?: AbortSignal;
}

/**
 * Repeats work until it succeeds, with growing delays. Rejects with the last error when the time is over, the signal has
 * aborted, or the error cannot pass. The first attempt is always made.
 */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, onFailure, backoff = DEFAULT_BACKOFF, isTransient = () => true, signal } = options;
  const endMs = clock.nowMs() + (options.timeoutMs ?? Infinity);
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      const leftMs = endMs - clock.nowMs();
      if (leftMs <= 0 || !isTransient(error)) throw error;
      const delayMs = Math.min(backoffMs(attempt, backoff), leftMs);
      onFailure({ error, attempt, delayMs });
      await delay(clock, delayMs, signal);
      if (signal?.aborted) throw error;
    }
  }
}

/** Repeats work until it succeeds (true) or the signal aborts (false). Makes no attempt after the abort. */
export async function retryUntilStopped(
  work: (attempt: number) => Promise<unknown>,
  options: Omit<RetryOptions, 'timeoutMs' | 'isTransient'> & { readonly signal: AbortSignal },
): Promise<boolean> {
  const { signal } = options;
  if (signal.aborted) return false;
  try {
    await retry(work, options);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** Logs the first failure in a row as a warning and the repeated ones at level debug, so that an outage is one line. */
export const logFirstFailure =
  (log: Log, message: string, fields: object = {}) =>
  ({ error, attempt, delayMs }: FailedAttempt): void =>
    log[attempt === 1 ? 'warn' : 'debug']({ ...fields, err: error, attempt, delayMs }, message);
