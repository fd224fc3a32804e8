/** An async iterator that its owner can end as well as its reader. */
export interface PullStream<T> extends AsyncGenerator<T, undefined, undefined> {
  return(): Promise<IteratorResult<T, undefined>>;
}

/** The values behind a stream. */
export interface PullSource<T> {
  /** The next value; null when there is none until `wake` is called. Never called twice at once. */
  next(): T | null | Promise<T | null>;
  /** Called once when the stream is returned before its source has finished. */
  close(): void;
}

/** The source's hold on its stream. */
export interface StreamControl {
  /** Makes the stream ask for the next value again. */
  readonly wake: () => void;
  /** Ends the stream after the values that the source still has; with an error, the last read throws it once. */
  readonly finish: (error?: Error) => void;
}

/**
 * Creates a stream over a source: one read at a time, in order, and a read that waits resolves when the stream ends. A
 * read whose `next` throws rejects, and the stream stays open.
 */
export function createPullStream<T>(open: (control: StreamControl) => PullSource<T>): PullStream<T> {
  type Result = IteratorResult<T, undefined>;
  const done: Result = { done: true, value: undefined };
  let isEnded = false;
  let isWoken = false;
  let finished: { readonly error: Error | undefined } | undefined;
  let resume: () => void = () => undefined;
  const wake = (): void => {
    isWoken = true;
    resume();
  };
  const source = open({
    wake,
    finish: (error) => {
      finished ??= { error };
      wake();
    },
  });
  const read = async (): Promise<Result> => {
    while (!isEnded) {
      isWoken = false;
      // Read before the source answers: values that are pushed meanwhile must not be lost.
      const end = finished;
      const value = await source.next();
      if (isEnded) return done;
      if (value !== null) return { done: false, value };
      if (end) {
        isEnded = true;
        if (end.error) throw end.error;
        return done;
      }
      await new Promise<void>((resolve) => {
        resume = resolve;
        if (isWoken || isEnded) resolve();
      });
    }
    return done;
  };
  const close = async (): Promise<Result> => {
    if (!isEnded) {
      isEnded = true;
      source.close();
      resume();
    }
    return done;
  };
  const stream: PullStream<T> = {
    [Symbol.asyncIterator]: () => stream,
    next: oneAtATime(read),
    return: close,
    throw: async (error) => {
      await close();
      throw error;
    },
  };
  return stream;
}

/** A call waits for the calls before it, failed ones included. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const result = last.then(work, work);
    last = result;
    return result;
  };
}
