import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';

/** One reader's work, done step by step while it runs. */
export interface ReaderLoop {
  /** Handles what is there; answers false when there was nothing. */
  step(): Promise<boolean>;
  /** Calls back when there may be something; the answer ends that. */
  onWork(listener: () => void): () => void;
  /** Waits before a step that failed is tried again. */
  pause(): Promise<void>;
  readonly log: Log;
}

/** Runs steps until it is stopped. Stopping lets the step at hand finish. */
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
        loop.log.error({ err: error }, 'a batch was not handled; it comes again');
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
