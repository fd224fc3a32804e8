import { createCounts } from '../counts.ts';
import type { Clock } from '../time/clock.ts';
import { createSlicedPace } from '../time/loop-pace.ts';
import { createFairQueue } from './fair-queue.ts';
import { createLateTurns } from './late-turns.ts';

/** Events at work at once. Each may take some connections of the database pool (10), which queries and mutations need, too. */
const AT_ONCE = 2;
/** Time for which events start one after the other before other work comes. */
const SLICE_MS = 2;

/** Events of a client that are many: more streams than a screen has. They come late, and rest. */
const MANY = 20;
/** The times of a late event: it takes about a millisecond of the database, and on a busy machine up to a tenth of a second. */
const LATE_TIMES = { leastMs: 1, mostMs: 100, turnMs: 250 } as const;

/** Computes the result of an event of a client's stream when it is the client's turn. */
export type ResultTurns = <T>(client: string, run: () => Promise<T>) => Promise<T>;

/**
 * Creates the turns in which a subgraph computes the results of events: a client may have hundreds of streams of one account, all of
 * which get an event for each of its changes. Each stream has one event at work or waiting, so streams bound what waits.
 *
 * An event waits for databases and other subgraphs, so the process is idle in between: without rests, the many events of a client would take
 * all that these have left.
 */
export function createResultTurns(clock: Clock): ResultTurns {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const pace = createSlicedPace(clock, SLICE_MS);
  const runLate = createLateTurns(clock);
  /** Events of each client that wait or are at work. */
  const counts = createCounts<string>();
  const runSoon = <T>(client: string, run: () => Promise<T>): Promise<T> =>
    queue.run(['events', client], async () => {
      await pace.turn();
      return run();
    });
  return async (client, run) => {
    counts.add(client);
    try {
      return counts.of(client) > MANY
        ? await runLate({ client, ...LATE_TIMES }, run)
        : await runSoon(client, run);
    } finally {
      counts.remove(client);
    }
  };
}
