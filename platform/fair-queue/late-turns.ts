import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import { settledWithin } from '../settled-within.ts';

/** Rest after a piece of work, as a multiple of its time: all of it takes a quarter of a processor. */
const REST = 3;
/** Work on a busy process takes longer than estimated, and rests longer, up to this multiple of the estimate. */
const MOST_OF_ESTIMATE = 2;

/** Work that comes after that of others. */
export interface LateWork {
  readonly client: string;
  /** Estimated time of a processor. */
  readonly workMs: number;
  /** Time after which it leaves its turn: it then waits for a subgraph, which must not hold up others. */
  readonly turnMs: number;
}

/** Runs work when it is its client's turn. */
export type LateTurns = <T>(work: LateWork, task: () => Promise<T>) => Promise<T>;

/**
 * Creates turns for the work of streams that is heavy, or beyond its client's share: one piece at a time, one client after the other. Each
 * waits until the event loop has nothing else to do, and the next one rests.
 */
export function createLateTurns(clock: Clock): LateTurns {
  const queue = createFairQueue({ concurrency: 1, maxWaiting: Infinity });
  return ({ client, workMs, turnMs }, task) =>
    new Promise((resolve, reject) => {
      void queue.run(['late', client], async () => {
        await idleTurn(clock);
        const startMs = clock.nowMs();
        const result = task();
        result.then(resolve, reject);
        await settledWithin(result, turnMs, clock);
        const takenMs = Math.max(workMs, clock.nowMs() - startMs);
        await delay(clock, REST * Math.min(takenMs, MOST_OF_ESTIMATE * workMs));
      });
    });
}
