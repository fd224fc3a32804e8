import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import { createSlicedPace } from './loop-pace.ts';
import { settledWithin } from './settled-within.ts';

/**
 * Runs the work for an event of a stream when it is the turn of the stream's client.
 *
 * @param cost estimated work for an event, in the units of an operation's cost; by default a light one
 */
export type EventTurns = <T>(client: string, task: () => Promise<T>, cost?: number) => Promise<T>;

/** Events of all streams that are at work at once. */
const AT_ONCE = 4;
/** Cost that takes about a millisecond of a processor. */
const COST_PER_MS = 400;
/** Events above this cost are heavy: two and a half milliseconds of a processor. */
const HEAVY_COST = 1_000;
/** Rest after a heavy event, as a multiple of its time: all heavy events together take a third of a processor. */
const REST = 2;
/** Time after which a heavy event leaves its turn: it then waits for a subgraph, which must not hold up others. */
const TURN_MS = 250;
/** Time for which events start one after the other before the messages of clients are read. An event takes less than 1 ms. */
const SLICE_MS = 2;

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
  const runLight = <T>(client: string, task: () => Promise<T>): Promise<T> =>
    queue.run(['events', client], async () => {
      if (!pace.isOpen()) await pace.next();
      return task();
    });
  const runHeavy = <T>(client: string, cost: number, task: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      void heavy.run(['events', client], async () => {
        await idleTurn(clock);
        const result = task();
        result.then(resolve, reject);
        await settledWithin(result, TURN_MS, clock);
        await delay(clock, (REST * cost) / COST_PER_MS);
      });
    });
  return (client, task, cost = 0) =>
    cost > HEAVY_COST ? runHeavy(client, cost, task) : runLight(client, task);
}
