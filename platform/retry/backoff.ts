/** Delays between attempts: each twice as long as the one before, up to a bound. */
export interface BackoffSettings {
  readonly firstMs: number;
  readonly maxMs: number;
  /**
   * Random numbers from 0 up to 1, from the composition root. With it a delay is between half of its length and the
   * whole, so that callers who failed together do not repeat together. Absent: no jitter.
   */
  readonly random?: () => number;
}

/** For restarting servers and parts: their callers wait, so delays stay short. */
export const DEFAULT_BACKOFF: BackoffSettings = { firstMs: 100, maxMs: 2_000 };

/** The delay after so many failures in a row, from 1. */
export function backoffMs(failures: number, { firstMs, maxMs, random }: BackoffSettings): number {
  const fullMs = Math.min(firstMs * 2 ** (failures - 1), maxMs);
  return random ? Math.ceil((fullMs * (1 + random())) / 2) : fullMs;
}
