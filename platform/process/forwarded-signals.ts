import type { Clock } from '../time/clock.ts';

/** Time within which npm passes a signal on, in milliseconds; a person needs longer for a second Ctrl-C. */
const FORWARDED_WITHIN_MS = 250;

/**
 * Recognizes the copy of a signal. A terminal's Ctrl-C reaches npm and the process that it runs, and npm passes it on to that process:
 * one Ctrl-C is two signals.
 *
 * @returns true for a SIGINT that follows another one at once in a process that npm runs
 */
export function createForwardedSignals(clock: Clock, isRunByNpm: boolean): (signal: string) => boolean {
  let firstMs = -Infinity;
  return (signal) => {
    if (signal !== 'SIGINT' || !isRunByNpm) return false;
    if (clock.nowMs() - firstMs < FORWARDED_WITHIN_MS) return true;
    firstMs = clock.nowMs();
    return false;
  };
}
