import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';

/** The work of one reader, in steps. */
export interface ReaderLoop {
  /** Handles what is available. Returns false when there was nothing. */
  step(): Promise<boolean>;
  /** Calls back when there may be work. The returned function ends that. */
  onWork(listener: () => void): () => void;
  /** Waits before a failed step runs again. */
  pause(): Promise<void>;
  readonly log: Log;
}

/** Runs steps until it is stopped. A stop lets the current step finish. */
export function runLoop(loop: ReaderLoop): Stop {
  let stopping = false;
  let announceStop: () => void = () => undefined;
  const stopAnnounced = new Promise<void>((resolve) => (announceStop = resolve));
  let wake: () => void = () => undefined;
  const stopListening = loop.onWork(() => wake());

  const run = async (): Promise<void> => {
    while (!stopping) {
      const work = new Promise<void>((resolve) => (wake = resolve));
      try {
        if (!(await loop.step())) await Promise.race([work, stopAnnounced]);
      } catch (error) {
        loop.log.error({ err: error }, 'a batch failed; it is delivered again');
        await Promise.race([loop.pause(), stopAnnounced]);
      }
    }
  };
  const ended = run();
  return async () => {
    stopping = true;
    announceStop();
    stopListening();
    await ended;
  };
}
