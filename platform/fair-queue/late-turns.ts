import { delay, type Clock } from '../time/clock.ts';
import { idleTurn } from '../time/loop-turns.ts';
import { settledWithin } from '../time/settled-within.ts';
import { createFairQueue } from './fair-queue.ts';

/** Rest after a piece of work, as a multiple of its time: all of it takes a quarter of a processor. */
const REST = 3;

/** Work that comes after that of others. */
export interface LateWork {
  readonly client: string;
  /** Least time that counts, in milliseconds: what the piece takes of a processor elsewhere does not show here. */
  readonly leastMs: number;
  /** Most time that counts, in milliseconds. On a busy machine a piece takes longer, and rests longer. */
  readonly mostMs: number;
  /** Time after which it leaves its turn: it then waits for another process, which must not hold up others. */
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
  return ({ client, leastMs, mostMs, turnMs }, task) =>
    new Promise((resolve, reject) => {
      void queue.run(['late', client], async () => {
        await idleTurn(clock);
        const startMs = clock.nowMs();
        const result = task();
        result.then(resolve, reject);
        await settledWithin(result, turnMs, clock);
        const takenMs = Math.max(leastMs, clock.nowMs() - startMs);
        await delay(clock, REST * Math.min(takenMs, mostMs));
      });
    });
}
