import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createSlicedPace } from '#platform/time/loop-pace.ts';
import { settledWithin } from '#platform/time/settled-within.ts';
import type { ClientShares } from '../client-shares.ts';
import { lateTimes } from './late-times.ts';
import type { LateTurns } from '#platform/fair-queue/late-turns.ts';

/** Streams that are opened at subgraphs at once. Each takes a few reads of a database there. */
const AT_ONCE = 4;
/**
 * Time of a processor that the opening of a stream takes in the gateway and in a subgraph: one of an account checks its owner and reads the
 * account's state, a replay reads a page.
 */
const OPENING_MS = { public: 1, private: 3, replay: 4 } as const;
/** Time for which openings start one after the other before the messages of clients are read. */
const SLICE_MS = 2;
/** Time after which an opening leaves its turn: its subgraph hangs, which must not hold up the streams of others. */
const TURN_MS = 50;

/** A stream that is to be opened. */
export interface Opening {
  readonly client: string;
  /** True for one that its client alone may see. */
  readonly isPrivate: boolean;
  /** True for one that begins after a cursor: its subgraph reads a part of the past before the first event. */
  readonly isReplay: boolean;
}

/** Opens a stream at its subgraph when it is the turn of its client. */
export type OpeningTurns = <T>(opening: Opening, open: () => Promise<T>) => Promise<T>;

/**
 * Creates the turns of openings: a few at once, one client after the other. A client may subscribe two thousand times at once; without
 * turns, the reads of all these streams would wait before those of others for the connections of a database. The streams of clients
 * beyond their shares are opened one at a time, with rests. The places of streams bound what waits.
 */
export function createOpeningTurns(clock: Clock, shares: ClientShares, runLate: LateTurns): OpeningTurns {
  const light = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const pace = createSlicedPace(clock, SLICE_MS);
  const runLight = async <T>(client: string, open: () => Promise<T>): Promise<T> => {
    // An array: the opening itself must not be awaited in the turn.
    const [opening] = await light.run(['openings', client], async () => {
      await pace.turn();
      const started = open();
      await settledWithin(started, TURN_MS, clock);
      return [started] as const;
    });
    return opening;
  };
  return ({ client, isPrivate, isReplay }, open) => {
    const workMs = OPENING_MS[isReplay ? 'replay' : isPrivate ? 'private' : 'public'];
    if (shares.take(client, workMs)) return runLight(client, open);
    return runLate({ client, ...lateTimes(workMs), turnMs: TURN_MS }, open);
  };
}
