import { createPullStream, type PullStream } from './pull-stream.ts';

/** A stream whose values are pushed at one end and read at the other. */
export interface PushStream<T> {
  readonly values: PullStream<T>;
  /** Adds a value. Does nothing after the stream has ended. */
  push(value: T): void;
  /** Ends the stream after the values that wait; with an error, the last read throws it once. */
  finish(error?: Error): void;
}

export interface PushStreamOptions {
  /** Values that may wait. One more finishes the stream with the error of `onOverflow`. */
  readonly maxWaiting: number;
  /** Called once when too many values wait. */
  readonly onOverflow: () => Error;
  /** Called once when the reader stops before the stream has finished. */
  readonly onReturn: () => void;
}

/** Creates a push stream for one reader. */
export function createPushStream<T>(options: PushStreamOptions): PushStream<T> {
  const waiting: T[] = [];
  let isFinished = false;
  let finishStream: (error?: Error) => void = () => undefined;
  let wakeReader: () => void = () => undefined;
  const finish = (error?: Error): void => {
    if (isFinished) return;
    isFinished = true;
    finishStream(error);
  };
  const values = createPullStream<T>((control) => {
    finishStream = control.finish;
    wakeReader = control.wake;
    return {
      next: () => waiting.shift() ?? null,
      close: () => {
        waiting.length = 0;
        if (!isFinished) options.onReturn();
        isFinished = true;
      },
    };
  });
  return {
    values,
    push: (value) => {
      if (isFinished) return;
      waiting.push(value);
      if (waiting.length > options.maxWaiting) finish(options.onOverflow());
      else wakeReader();
    },
    finish,
  };
}
