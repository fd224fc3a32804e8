import type { LateWork } from '#platform/fair-queue/late-turns.ts';

/** Work on a busy process takes longer than estimated, and rests longer, up to this multiple of the estimate. */
const MOST_OF_ESTIMATE = 2;

/** The times of late work, from its estimate. */
export const lateTimes = (workMs: number): Pick<LateWork, 'leastMs' | 'mostMs'> => ({
  leastMs: workMs,
  mostMs: MOST_OF_ESTIMATE * workMs,
});
