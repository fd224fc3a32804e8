import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import { logFirstFailure, retryUntilStopped } from '../retry/retry.ts';
import type { Clock } from '../time/clock.ts';

/** The work of one reader, in steps. */
export interface ReaderLoop {
  /** Handles what is available. Returns false when there was nothing. */
  step(): Promise<boolean>;
  /** Calls back when there may be work. The returned function ends that. */
  onWork(listener: () => void): () => void;
  /** Times the delays before a failed step runs again. */
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Runs steps until it is stopped. A stop lets the current step finish. */
export function runLoop(loop: ReaderLoop): Stop {
  const { wallClock: clock, log } = loop;
  const abort = new AbortController();
  const { signal } = abort;
  let wake: () => void = () => undefined;
  const stopListening = loop.onWork(() => wake());
  const onFailure = logFirstFailure(log, 'a batch was not handled and will be repeated');

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const work = new Promise<void>((resolve) => (wake = resolve));
      let found = true;
      await retryUntilStopped(async () => void (found = await loop.step()), {
        clock,
        signal,
        onFailure,
      });
      // A race with a promise that lives as long as the loop would keep a reaction of each round in it.
      if (!found) await work;
    }
  };
  const ended = run();
  return async () => {
    abort.abort();
    stopListening();
    wake();
    await ended;
  };
}
