import { delay, type Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { CoreEvent } from '../../exchange/command-context.ts';
import type { Publisher } from './publisher.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** The engine has stopped, or is stopping, and did not carry the commands out. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped';
}

/** A publisher that does not fail but waits. */
export interface RetryingPublisher {
  publish(events: readonly CoreEvent[]): Promise<void>;
  /** Why the last attempt failed; null when it did not. */
  trouble(): string | null;
  /** From now on a failure is EngineStopped at once. */
  stopRetrying(): void;
}

/** Publishes until it has succeeded, with growing pauses, or until it is told to give up: then EngineStopped. */
export function createRetryingPublisher(dependencies: {
  readonly publisher: Publisher;
  readonly wallClock: Clock;
  readonly log: Log;
}): RetryingPublisher {
  const { publisher, wallClock, log } = dependencies;
  let trouble: string | null = null;
  let givingUp = false;
  let wake: () => void = () => undefined;
  const called = new Promise<void>((resolve) => (wake = resolve));
  return {
    trouble: () => trouble,
    stopRetrying: () => {
      givingUp = true;
      wake();
    },
    publish: async (events) => {
      for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        try {
          await publisher.publish(events);
          trouble = null;
          return;
        } catch (error) {
          trouble = `outputs cannot be published: ${(error as Error).message}`;
          if (givingUp) throw new EngineStopped(trouble);
          log.warn({ err: error, pauseMs }, 'outputs cannot be published, trying again');
        }
        await Promise.race([delay(wallClock, pauseMs), called]);
      }
    },
  };
}
