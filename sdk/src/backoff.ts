/** Pauses between attempts: each twice as long as the one before, up to a bound. */
export interface Backoff {
  readonly pauseMs: number;
  readonly maxPauseMs: number;
  /** Random numbers from 0 up to 1. */
  readonly random: () => number;
}

/**
 * The pause after so many failures in a row, from 1: between half of its length and the whole, so that clients that a restart
 * has cut off together do not come back together.
 */
export const pauseAfter = (failures: number, { pauseMs, maxPauseMs, random }: Backoff): number =>
  Math.ceil((Math.min(pauseMs * 2 ** Math.min(failures - 1, 30), maxPauseMs) * (1 + random())) / 2);
