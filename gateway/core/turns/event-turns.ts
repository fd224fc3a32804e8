import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createSlicedPace } from './loop-pace.ts';

/** Runs the work for an event of a stream when it is the turn of the stream's client. */
export type EventTurns = <T>(client: string, task: () => Promise<T>) => Promise<T>;

/** Events of all streams that are at work at once. */
const AT_ONCE = 4;
/** Time for which events start one after the other before the messages of clients are read. An event takes less than 1 ms. */
const SLICE_MS = 2;

/**
 * Creates the turns of events: one client after the other, and between two slices of them the messages of other clients. So a
 * client with many streams delays its own events. Each stream has one event at work or waiting, so streams bound what waits.
 */
export function createEventTurns(clock: Clock): EventTurns {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const pace = createSlicedPace(clock, SLICE_MS);
  return (client, task) =>
    queue.run(['events', client], async () => {
      if (!pace.isOpen()) await pace.next();
      return task();
    });
}
