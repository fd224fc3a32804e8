import { reasonOf } from '#platform/retry/reason.ts';
import { logFirstFailure, retry, type FailedAttempt } from '#platform/retry/retry.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { ExchangeEvent } from '../../exchange/command-context.ts';
import type { Publisher } from './publisher.ts';

/** The engine has stopped, or is stopping, and did not carry the commands out. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped';
}

/** A publisher that does not fail but waits. */
export interface RetryingPublisher {
  publish(events: readonly ExchangeEvent[]): Promise<void>;
  /** Why the last attempt failed; null when it did not. */
  trouble(): string | null;
  /** From now on a failure is EngineStopped at once. */
  stopRetrying(): void;
}

/** Publishes until it has succeeded, with growing delays, or until the retries are stopped: then EngineStopped. */
export function createRetryingPublisher(dependencies: {
  readonly publisher: Publisher;
  readonly wallClock: Clock;
  readonly log: Log;
}): RetryingPublisher {
  const { publisher, wallClock, log } = dependencies;
  const logFailure = logFirstFailure(log, 'outputs cannot be published and will be repeated');
  const stopping = new AbortController();
  let trouble: string | null = null;
  const onFailure = (failure: FailedAttempt): void => {
    trouble = `outputs cannot be published: ${reasonOf(failure.error)}`;
    logFailure(failure);
  };
  return {
    trouble: () => trouble,
    stopRetrying: () => stopping.abort(),
    publish: async (events) => {
      try {
        await retry(() => publisher.publish(events), {
          clock: wallClock,
          signal: stopping.signal,
          onFailure,
        });
        trouble = null;
      } catch (error) {
        throw new EngineStopped(`outputs cannot be published: ${reasonOf(error)}`);
      }
    },
  };
}
