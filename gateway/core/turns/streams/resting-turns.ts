import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import { settledWithin } from '../settled-within.ts';

/**
 * Rest after work, as a multiple of its time: all work of these turns takes a quarter of a processor. On a busy process work takes longer
 * than estimated, and the turns rest longer.
 */
const REST = 3;

/** Work that rests. */
export interface RestingWork {
  readonly client: string;
  /** Time of a processor that it takes at least. */
  readonly workMs: number;
  /** Time after which it leaves its turn: it then waits for a subgraph, which must not hold up others. */
  readonly turnMs: number;
}

/** Runs work when it is its client's turn. */
export type RestingTurns = <T>(work: RestingWork, task: () => Promise<T>) => Promise<T>;

/**
 * Creates turns for the heavy work of streams: one piece at a time, one client after the other. Each waits until the event loop has
 * nothing else to do, and the next one rests.
 */
export function createRestingTurns(clock: Clock): RestingTurns {
  const queue = createFairQueue({ concurrency: 1, maxWaiting: Infinity });
  return ({ client, workMs, turnMs }, task) =>
    new Promise((resolve, reject) => {
      void queue.run(['resting', client], async () => {
        await idleTurn(clock);
        const startMs = clock.nowMs();
        const result = task();
        result.then(resolve, reject);
        await settledWithin(result, turnMs, clock);
        await delay(clock, REST * Math.max(workMs, clock.nowMs() - startMs));
      });
    });
}
