import type { ExecutionResult } from 'graphql';
import { createFairQueue, QueueFull } from './fair-queue.ts';
import { rateLimited } from '../graphql/errors.ts';

/** Mutations that run at once, each on a connection: they leave some of the database pool (10) for reads and background work. */
const AT_ONCE = 8;
const MAX_WAITING = 2_000;
const RETRY_AFTER_MS = 1_000;

/** Runs a mutation when it is its client's turn. */
export type MutationTurns = (client: string, run: () => Promise<ExecutionResult>) => Promise<ExecutionResult>;

/**
 * Creates the turns of a subgraph's mutations. The clients take turns, so one that sends many at once waits for its own, and
 * everybody else for one of them. Beyond the waiting ones the answer is RATE_LIMITED.
 *
 * @param atOnce mutations that run at once; more than the default where they share their statements
 */
export function createMutationTurns(atOnce = AT_ONCE): MutationTurns {
  const queue = createFairQueue({ concurrency: atOnce, maxWaiting: MAX_WAITING });
  return async (client, run) => {
    try {
      return await queue.run(['mutations', client], run);
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      return { errors: [rateLimited('Too many changes wait.', RETRY_AFTER_MS)] };
    }
  };
}
