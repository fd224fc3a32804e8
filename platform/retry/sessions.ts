import { delay } from '../time/clock.ts';
import { DEFAULT_BACKOFF } from './backoff.ts';
import { retryUntilStopped, type RetryOptions } from './retry.ts';

/** A connection, channel or membership that lives until it is lost. */
export interface Session {
  /** Resolves when the session is lost, or has ended since its signal aborted. */
  run(): Promise<void>;
}

/**
 * Runs a session and, when it is lost, opens and runs another, until the signal aborts. A pause lies between the loss and
 * the first attempt, so that a session that is lost as soon as it is open does not keep the process busy.
 *
 * @param first the session that is open already; null when there is none yet
 */
export async function runSessions<S extends Session>(
  first: S | null,
  open: () => Promise<S>,
  options: Pick<RetryOptions, 'clock' | 'onFailure' | 'backoff'> & { readonly signal: AbortSignal },
): Promise<void> {
  const { clock, signal, backoff = DEFAULT_BACKOFF } = options;
  await first?.run();
  while (!signal.aborted) {
    await delay(clock, backoff.firstMs, signal);
    let session: S | null = null;
    await retryUntilStopped(async () => {
      session = await open();
    }, options);
    await (session as S | null)?.run();
  }
}
