import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import type { Clock } from '#platform/time/clock.ts';
import { settledWithin } from './settled-within.ts';

/** Streams that are opened at subgraphs at once. Each takes a few reads of a database there. */
const AT_ONCE = 4;
/** Time after which an opening leaves its turn: its subgraph hangs, which must not hold up the streams of others. */
const TURN_MS = 50;

/** Opens a stream at its subgraph when it is the turn of its client. */
export type OpeningTurns = <T>(client: string, open: () => Promise<T>) => Promise<T>;

/**
 * Creates the turns of openings: a few at once, one client after the other. A client may subscribe two thousand times at once; without
 * turns, the reads of all these streams would wait before those of others for the connections of a database. The places of streams
 * bound what waits.
 */
export function createOpeningTurns(clock: Clock): OpeningTurns {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  return async (client, open) => {
    // An array: the opening itself must not be awaited in the turn.
    const [opening] = await queue.run(['openings', client], async () => {
      const started = open();
      await settledWithin(started, TURN_MS, clock);
      return [started] as const;
    });
    return opening;
  };
}
