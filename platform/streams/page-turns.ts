import { createFairQueue } from '../fair-queue/fair-queue.ts';

/** Pages that are read from a store at once: streams that begin far back must leave the connections and the processor to others. */
const AT_ONCE = 1;

/** Reads stored values of a key after a sequence, oldest first. */
export type ReadPage<T> = (key: string, after: number, limit: number) => Promise<readonly T[]>;

/**
 * Reads pages one after the other, the keys in turn, so that thousands of streams that begin at an old cursor delay their own key.
 * Streams that want the same page share a read, unless it has begun: it may lack what was offered since.
 */
export function inPageTurns<T>(readPage: ReadPage<T>): ReadPage<T> {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const waiting = new Map<string, Promise<readonly T[]>>();
  return (key, after, limit) => {
    const name = JSON.stringify([key, after, limit]);
    const shared = waiting.get(name);
    if (shared) return shared;
    let hasBegun = false;
    const reading = queue.run(['pages', key], () => {
      hasBegun = true;
      waiting.delete(name);
      return readPage(key, after, limit);
    });
    if (!hasBegun) waiting.set(name, reading);
    return reading;
  };
}
