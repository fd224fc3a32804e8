import type { Clock } from '#platform/time/clock.ts';
import { createSlicedPace } from '#platform/time/loop-pace.ts';
import type { ClientSession } from './session.ts';

/** Ends the operations of a closed socket or stream. Resolves when all have ended. */
export type Leaving = (live: ClientSession['live']) => Promise<void>;

/** Time for which operations end before other work runs. */
const SLICE_MS = 2;

/**
 * Creates the ends of operations of all closed sockets: a few in each turn of the event loop, since a client may close thousands at
 * once.
 */
export function createLeaving(wallClock: Clock): Leaving {
  const pace = createSlicedPace(wallClock, SLICE_MS);
  return async (live) => {
    for (const operation of [...live.values()]) {
      await pace.turn();
      operation.leave();
    }
    // The protocol ends its part of them next.
    await pace.turn();
  };
}
