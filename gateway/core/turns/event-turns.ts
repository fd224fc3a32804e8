import { LRUCache } from 'lru-cache';
import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { chargeBuckets, type BucketLevel, type BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import { createSlicedPace } from './loop-pace.ts';
import { settledWithin } from './settled-within.ts';

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
const COST_PER_MS = 400;
/** Time that a fetch takes in the gateway and in a subgraph, besides that of its fields: the query of a database, its answer, the merge. */
const FETCH_MS = 1.5;
/** Events above this cost are heavy: two and a half milliseconds of a processor. */
const HEAVY_COST = 1_000;
/**
 * Milliseconds of a processor that the events of a client take as light ones, at once and over time: 15 % of a processor. Replays of a
 * long past take more, and are heavy then.
 */
const LIGHT_SHARE: BucketPolicy = { capacity: 450, windowMs: 3_000 };
/** Clients whose shares are known. One that is forgotten has its whole share again. */
const MAX_CLIENTS = 10_000;
/** Rest after a heavy event, as a multiple of its time: all heavy events together take a third of a processor. */
const REST = 2;
/** Time after which a heavy event leaves its turn: it then waits for a subgraph, which must not hold up others. */
const TURN_MS = 250;
/** Time for which events start one after the other before the messages of clients are read. An event takes less than 1 ms. */
const SLICE_MS = 2;
/** Group of the streams that several clients share. */
const SEVERAL_CLIENTS = 'several clients';

/**
 * Creates the turns of events: one client after the other, and between two slices of them the messages of other clients. So a
 * client with many streams delays its own events. A heavy event waits until the event loop has nothing else to do, and the
 * next one rests: a replay would run thousands of costly operations without a request. Each stream has one
 * event at work or waiting, so streams bound what waits.
 */
export function createEventTurns(clock: Clock): EventTurns {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const heavy = createFairQueue({ concurrency: 1, maxWaiting: Infinity });
  const pace = createSlicedPace(clock, SLICE_MS);
  const isWithinShare = createShares(clock);
  const runLight = <T>(client: string, task: () => Promise<T>): Promise<T> =>
    queue.run(['events', client], async () => {
      if (!pace.isOpen()) await pace.next();
      return task();
    });
  const runHeavy = <T>(client: string, workMs: number, task: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      void heavy.run(['events', client], async () => {
        await idleTurn(clock);
        const result = task();
        result.then(resolve, reject);
        await settledWithin(result, TURN_MS, clock);
        await delay(clock, REST * workMs);
      });
    });
  return ({ client, cost, fetchCount }, task) => {
    const workMs = cost / COST_PER_MS + fetchCount * FETCH_MS;
    const isHeavy = cost > HEAVY_COST || (client !== null && !isWithinShare(client, workMs));
    const key = client ?? SEVERAL_CLIENTS;
    return isHeavy ? runHeavy(key, workMs, task) : runLight(key, task);
  };
}

/** Charges the share of a client with some milliseconds; false when it has too little left, and nothing was taken. */
function createShares(clock: Clock): (client: string, workMs: number) => boolean {
  const levels = new LRUCache<string, BucketLevel>({ max: MAX_CLIENTS });
  return (client, workMs) => {
    const atMs = clock.nowMs();
    const charges = [{ policy: LIGHT_SHARE, count: workMs }];
    const { isTaken, buckets } = chargeBuckets([levels.get(client) ?? null], charges, 'take', atMs);
    levels.set(client, { tokens: buckets[0]?.tokens ?? 0, atMs });
    return isTaken;
  };
}
