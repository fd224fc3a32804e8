import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createSlicedPace } from '#platform/time/loop-pace.ts';
import type { ClientShares } from '../client-shares.ts';
import { lateTimes } from './late-times.ts';
import type { LateTurns } from '#platform/fair-queue/late-turns.ts';

/** Work for an event of a stream. */
export interface EventWork {
  /** The only client with the stream; null for a stream that several clients share. */
  readonly client: string | null;
  /** Estimated work for its fields, in the units of an operation's cost. */
  readonly cost: number;
  /** Fetches from other subgraphs. */
  readonly fetchCount: number;
}

/** Runs the work for an event of a stream when it is the turn of the stream's client. */
export type EventTurns = <T>(work: EventWork, task: () => Promise<T>) => Promise<T>;

/** Events of all streams that are at work at once. */
const AT_ONCE = 4;
/** Cost that takes about a millisecond of a processor. */
const COST_PER_MS = 200;
/** Time that any event takes: its read, its frames and their writes. */
const EVENT_MS = 0.1;
/** Time that a fetch takes in the gateway and in a subgraph, besides that of its fields: the query of a database, its answer, the merge. */
const FETCH_MS = 2;
/** Events above this cost are heavy: five milliseconds of a processor. */
const HEAVY_COST = 1_000;
/** Time after which a heavy event leaves its turn: it then waits for a subgraph, which must not hold up others. */
const TURN_MS = 250;
/** Time for which events start one after the other before the messages of clients are read. An event takes less than 1 ms. */
const SLICE_MS = 2;
/** Group of the streams that several clients share. */
const SEVERAL_CLIENTS = 'several clients';

/**
 * Creates the turns of events: one client after the other, and between two slices of them the messages of other clients. So a
 * client with many streams delays its own events. Heavy events, and those beyond their client's share, come late: hundreds of streams would
 * run thousands of costly operations without a request. Each stream has one event at work or waiting, so streams bound what waits.
 */
export function createEventTurns(clock: Clock, shares: ClientShares, runLate: LateTurns): EventTurns {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const pace = createSlicedPace(clock, SLICE_MS);
  const runLight = <T>(client: string, task: () => Promise<T>): Promise<T> =>
    queue.run(['events', client], async () => {
      await pace.turn();
      return task();
    });
  return ({ client, cost, fetchCount }, task) => {
    const workMs = EVENT_MS + cost / COST_PER_MS + fetchCount * FETCH_MS;
    const isHeavy = cost > HEAVY_COST;
    const key = client ?? SEVERAL_CLIENTS;
    const isLight = !isHeavy && (client === null || shares.take(client, workMs));
    if (isLight) return runLight(key, task);
    return runLate({ client: key, ...lateTimes(workMs), turnMs: TURN_MS }, task);
  };
}
