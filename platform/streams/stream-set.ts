import type { PullStream } from './pull-stream.ts';

/** The open streams of a part, so that it can count and end them. */
export interface StreamSet {
  /** Adds a stream; it leaves the set when it is returned. */
  add<T>(stream: PullStream<T>): PullStream<T>;
  count(): number;
  /** Ends all streams. */
  end(): Promise<void>;
}

export function createStreamSet(): StreamSet {
  const open = new Set<PullStream<unknown>>();
  return {
    add: <T>(stream: PullStream<T>): PullStream<T> => {
      const tracked: PullStream<T> = {
        ...stream,
        [Symbol.asyncIterator]: () => tracked,
        return: async () => {
          open.delete(tracked);
          return stream.return();
        },
        throw: async (error) => {
          open.delete(tracked);
          return stream.throw(error);
        },
      };
      open.add(tracked);
      return tracked;
    },
    count: () => open.size,
    end: async () => {
      await Promise.all([...open].map((stream) => stream.return()));
    },
  };
}
