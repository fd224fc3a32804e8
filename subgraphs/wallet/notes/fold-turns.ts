import { createFairQueue, QueueFull } from '#platform/fair-queue/fair-queue.ts';
import { rateLimited } from '#platform/graphql/errors.ts';
import { delay, type Clock } from '#platform/time/clock.ts';

/** Runs a part of a fold, and counts how long it holds the process. */
export type TimedPart = <T>(part: () => Promise<T>) => Promise<T>;

/** Runs the fold of a person when it is the person's turn. */
export type FoldTurn = <T>(ownerId: string, fold: (timed: TimedPart) => Promise<T>) => Promise<T>;

/** The turns of light folds, and those of heavy ones. */
export interface FoldTurns {
  readonly light: FoldTurn;
  readonly heavy: FoldTurn;
}

/** Light folds that run at once: they wait for the database most of the time. */
const LIGHT_AT_ONCE = 4;
/** Folds of each kind that may wait. */
const MAX_WAITING = 1_000;
const RETRY_AFTER_MS = 1_000;
/** After a heavy fold no other heavy one begins for this many times as long as it took: they take a fifth of the process at most. */
const REST_FACTOR = 4;

/** Creates the turns of a process. Heavy folds delay each other, and no light one. */
export const createFoldTurns = (clock: Clock): FoldTurns => ({
  light: createTurns(clock, { atOnce: LIGHT_AT_ONCE, restFactor: 0 }),
  heavy: createTurns(clock, { atOnce: 1, restFactor: REST_FACTOR }),
});

interface TurnsOptions {
  readonly atOnce: number;
  /** After its result a turn rests for so many times as long as the timed part of its work took. */
  readonly restFactor: number;
}

function createTurns(clock: Clock, { atOnce, restFactor }: TurnsOptions): FoldTurn {
  const queue = createFairQueue({ concurrency: atOnce, maxWaiting: MAX_WAITING });
  return (ownerId, fold) =>
    new Promise((resolve, reject) => {
      const turn = async (): Promise<void> => {
        let tookMs = 0;
        await fold(async (part) => {
          const startMs = clock.nowMs();
          try {
            return await part();
          } finally {
            tookMs += clock.nowMs() - startMs;
          }
        }).then(resolve, reject);
        if (tookMs * restFactor > 0) await delay(clock, tookMs * restFactor);
      };
      queue.run(['open days', ownerId], turn).catch((error: unknown) => {
        const isFull = error instanceof QueueFull;
        reject(
          isFull
            ? rateLimited('Too many reads of accounts that trade wait.', RETRY_AFTER_MS)
            : (error as Error),
        );
      });
    });
}
