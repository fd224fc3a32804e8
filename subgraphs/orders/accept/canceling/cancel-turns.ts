import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';

/** Slices of all users that are on their way at once. */
const SLICES_AT_ONCE = 4;

/** Runs a slice of a user's cancels when it is the user's turn. */
export type CancelTurns = <T>(userId: string, slice: () => Promise<T>) => Promise<T>;

/** Creates the turns of users who cancel all their orders: a user with many orders waits longest. */
export function createCancelTurns(): CancelTurns {
  const queue = createFairQueue({ concurrency: SLICES_AT_ONCE, maxWaiting: Infinity });
  return (userId, slice) => queue.run(['cancels', userId], slice);
}
