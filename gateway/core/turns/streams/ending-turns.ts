import type { Clock } from '#platform/time/clock.ts';
import { createSlicedPace } from '../loop-pace.ts';

/** Ends a stream at its subgraph, soon. */
export type EndingTurns = (end: () => void) => void;

/** Time for which streams end one after the other before the messages of clients are read. A stream takes about 0.3 ms. */
const SLICE_MS = 2;

/** Creates the turns of endings: a socket that closes leaves a hundred streams at once, and many sockets may close together. */
export function createEndingTurns(clock: Clock): EndingTurns {
  const pace = createSlicedPace(clock, SLICE_MS);
  return (end) => void pace.next().then(end);
}
