import { createCounts } from '../counts.ts';
import type { Clock } from '../time/clock.ts';
import { createSlicedPace } from '../time/loop-pace.ts';
import { idleTurn } from '../time/loop-turns.ts';
import { createFairQueue } from './fair-queue.ts';

/** Events at work at once. Each may take some connections of the database pool (10), which queries and mutations need, too. */
const AT_ONCE = 2;
/** Time for which events start one after the other before other work comes. */
const SLICE_MS = 2;

/** Events of a client that are many: more streams than a screen has. They wait until the event loop has nothing else to do. */
const MANY = 20;

/** Computes the result of an event of a client's stream when it is the client's turn. */
export type ResultTurns = <T>(client: string, run: () => Promise<T>) => Promise<T>;

/**
 * Creates the turns in which a subgraph computes the results of events: a client may have a thousand streams of one account, all of
 * which get an event for each of its changes. Each stream has one event at work or waiting, so streams bound what waits.
 */
export function createResultTurns(clock: Clock): ResultTurns {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const pace = createSlicedPace(clock, SLICE_MS);
  /** Events of each client that wait or are at work. */
  const counts = createCounts<string>();
  const start = async <T>(client: string, run: () => Promise<T>): Promise<T> => {
    if (counts.of(client) > MANY) await idleTurn(clock);
    else await pace.turn();
    return run();
  };
  return async (client, run) => {
    counts.add(client);
    try {
      return await queue.run(['events', client], () => start(client, run));
    } finally {
      counts.remove(client);
    }
  };
}
