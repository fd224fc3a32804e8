import { reasonOf } from '#platform/retry/reason.ts';
import { logFirstFailure, retry, type FailedAttempt } from '#platform/retry/retry.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EngineOutput, Publisher } from './publisher.ts';

/** The engine stopped before it published the outputs of the commands. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped';
}

/** A publisher that retries until it succeeds. */
export interface RetryingPublisher {
  publish(outputs: readonly EngineOutput[]): Promise<void>;
  /** The reason why the last attempt failed; null after a success. */
  trouble(): string | null;
  /** Ends retries: a failed attempt rejects with EngineStopped at once. */
  stopRetrying(): void;
}

/** Creates a publisher that retries with growing delays. After `stopRetrying` a failure rejects with EngineStopped. */
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
    publish: async (outputs) => {
      try {
        await retry(() => publisher.publish(outputs), {
          clock: wallClock,
          signal: stopping.signal,
          onFailure,
        });
        trouble = null;
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
        throw new EngineStopped(`outputs cannot be published: ${reasonOf(error)}`);
      }
    },
  };
}
