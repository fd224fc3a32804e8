import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { createLoopPace } from './loop-pace.ts';

/** Runs the work for an event of a stream when it is the turn of the stream's client. */
export type EventTurns = <T>(client: string, task: () => Promise<T>) => Promise<T>;

/** Events of all streams that are at work at once. */
const AT_ONCE = 4;

/**
 * Creates the turns of events: one client after the other, and between two events the messages of other clients. So a client with
 * many streams delays its own events. Each stream has one event at work or waiting, so streams bound what waits.
 */
export function createEventTurns(): EventTurns {
  const queue = createFairQueue({ concurrency: AT_ONCE, maxWaiting: Infinity });
  const nextLoopTurn = createLoopPace();
  return (client, task) =>
    queue.run(['events', client], async () => {
      await nextLoopTurn();
      return task();
    });
}
