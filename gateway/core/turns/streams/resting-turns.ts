import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import { settledWithin } from '../settled-within.ts';

/** Rest after work, as a multiple of its time: all work of some turns together takes a third of a processor. */
const REST = 2;

/**
 * Runs work when it is its client's turn.
 *
 * @param workMs time of a processor that it takes
 */
export type RestingTurns = <T>(client: string, workMs: number, task: () => Promise<T>) => Promise<T>;

/**
 * Creates turns for heavy work: one piece at a time, one client after the other. Each waits until the event loop has nothing else to do,
 * and the next one rests.
 *
 * @param turnMs time after which work leaves its turn: it then waits for a subgraph, which must not hold up others
 */
export function createRestingTurns(clock: Clock, name: string, turnMs: number): RestingTurns {
  const queue = createFairQueue({ concurrency: 1, maxWaiting: Infinity });
  return (client, workMs, task) =>
    new Promise((resolve, reject) => {
      void queue.run([name, client], async () => {
        await idleTurn(clock);
        const result = task();
        result.then(resolve, reject);
        await settledWithin(result, turnMs, clock);
        await delay(clock, REST * workMs);
      });
    });
}
