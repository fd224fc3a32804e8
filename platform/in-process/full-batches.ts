import { createFairQueue } from '../fair-queue/fair-queue.ts';
import type { WallClock } from '../time/clock.ts';

/** Runs the handler of a full batch when it is the turn of its queue or topic. */
export type FullBatches = <T>(reader: string, handle: () => Promise<T>) => Promise<T>;

/**
 * Creates the turns of full batches. A reader with a full batch is behind: one order that trades with thousands brings all readers of
 * the process behind at once, and their work together would take every turn of the event loop. So full batches are handled one after
 * the other, and what others have sent comes between two. Batches that are not full wait for nothing.
 */
export function createFullBatches(wallClock: WallClock): FullBatches {
  const queue = createFairQueue({ concurrency: 1, maxWaiting: Infinity });
  return (reader, handle) =>
    queue.run(['full batches', reader], async () => {
      const result = await handle();
      await wallClock.turns.betweenSlices();
      return result;
    });
}
