import { delay, type Clock } from '../time/clock.ts';
import { StartError } from '../process/start-error.ts';

export interface WaitOptions {
  /** What is waited for, as a message names it: "PostgreSQL at 127.0.0.1:5432". */
  readonly what: string;
  readonly wallClock: Clock;
  /** How long to wait in all. */
  readonly deadlineMs: number;
  /** Told once, at the first failure, so that whoever looks on knows why nothing happens. */
  readonly onWaiting: (message: string) => void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;

/** Tries until it works. Throws StartError with the last reason when it has not by the deadline. */
export async function waitFor<T>(attempt: () => Promise<T>, options: WaitOptions): Promise<T> {
  const { what, wallClock, deadlineMs, onWaiting } = options;
  const endMs = wallClock.nowMs() + deadlineMs;
  for (let pauseMs = FIRST_PAUSE_MS, first = true; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const reason = reasonOf(error);
      if (wallClock.nowMs() >= endMs)
        throw new StartError(`${what} was not there after ${Math.round(deadlineMs / 1000)} s: ${reason}`);
      if (first) onWaiting(`waiting for ${what}: ${reason}`);
      first = false;
    }
    await delay(wallClock, Math.min(pauseMs, Math.max(endMs - wallClock.nowMs(), 0)));
  }
}

/** A connection refused at several addresses is an error without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}
