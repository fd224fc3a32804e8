import { inPageTurns, type ReadPage } from './page-turns.ts';
import { createPullStream, type PullStream } from './pull-stream.ts';

/** Offered values that may wait in memory for a slow reader. Beyond it the reader reads from the store again. */
const MAX_WAITING = 256;
/** Values read from the store at once. Every stream that is behind keeps a page, whether its client reads or not. */
const PAGE_SIZE = 50;

/** A value with its place in its stream. */
export interface Sequenced {
  readonly sequence: number;
}

export interface ResumableStreamOptions<T extends Sequenced> {
  /** The sequence of the last value that the reader has. */
  readonly after: number;
  /** False when the reader wants new values only: the store is not read before one is offered. */
  readonly catchesUp: boolean;
  /** True when every sequence exists. A value behind a gap then waits until the store has the missing one. */
  readonly isGapless: boolean;
  /** Reads stored values after a sequence, oldest first. */
  readonly readPage: (after: number, limit: number) => Promise<readonly T[]>;
  /** Called once when the stream ends. */
  readonly onEnd: () => void;
}

/** A stream that is fed by offers. */
export interface ResumableStream<T extends Sequenced> {
  readonly values: PullStream<T>;
  /** Takes a value that the store holds. It may come late, twice or not at all. */
  readonly offer: (value: T) => void;
  /** False for a value that the stream has passed, or that waits in it. */
  readonly isWanted: (sequence: number) => boolean;
}

/**
 * Creates a stream of all values after a sequence, in order, none missed and none repeated. The store is the source; an
 * offer wakes the reader, and saves a read of the store when it is the next value. A reader holds at most MAX_WAITING
 * values and one page. A failed read rejects the reader's `next`; the following `next` reads again.
 */
export function createResumableStream<T extends Sequenced>(
  options: ResumableStreamOptions<T>,
): ResumableStream<T> {
  const waiting: T[] = [];
  let last = options.after;
  let isBehind = options.catchesUp;
  /** The store holds a value behind a gap: the next offer may have closed it. */
  let hasGap = false;
  let wakeReader: () => void = () => undefined;

  const append = (value: T): void => {
    if (value.sequence <= last || (options.isGapless && value.sequence !== last + 1)) return;
    last = value.sequence;
    waiting.push(value);
  };
  const catchUp = async (): Promise<void> => {
    // An offer during the read sets it again.
    isBehind = false;
    try {
      const page = await options.readPage(last, PAGE_SIZE);
      for (const value of page) append(value);
      hasGap = (page.at(-1)?.sequence ?? 0) > last;
      if (!hasGap && page.length === PAGE_SIZE) isBehind = true;
    } catch (error) {
      isBehind = true;
      throw error;
    }
  };
  const values = createPullStream<T>(({ wake }) => {
    wakeReader = wake;
    return {
      next: async () => {
        for (;;) {
          const value = waiting.shift();
          if (value) return value;
          if (!isBehind) return null;
          await catchUp();
        }
      },
      close: options.onEnd,
    };
  });
  return {
    values,
    offer: (value) => {
      if (value.sequence <= last) return;
      const isNext = value.sequence === last + 1;
      if (!isNext || isBehind || hasGap || waiting.length >= MAX_WAITING) isBehind = true;
      else append(value);
      wakeReader();
    },
    isWanted: (sequence) => sequence > last,
  };
}

/** Resumable streams by key, fed by one flow of offers. */
export interface ResumableStreams<T extends Sequenced> {
  /** Every value of the key after the sequence, until the reader or `end` ends the stream. */
  follow(key: string, after: number): PullStream<T>;
  /** Whether an open stream of the key has not passed the sequence: other values need not be decoded. */
  isWanted(key: string, sequence: number): boolean;
  /** Offers a value to all streams of its key. */
  offer(key: string, value: T): void;
  /** Number of open streams. */
  count(): number;
  /** Ends all streams. */
  end(): Promise<void>;
}

/** Creates gapless resumable streams by key over one store, which is read in turn for the keys (`page-turns.ts`). */
export function createResumableStreams<T extends Sequenced>(readStored: ReadPage<T>): ResumableStreams<T> {
  const readPage = inPageTurns(readStored);
  const followers = new Map<string, Set<ResumableStream<T>>>();
  const all = (): ResumableStream<T>[] => [...followers.values()].flatMap((streams) => [...streams]);
  return {
    follow: (key, after) => {
      const stream = createResumableStream<T>({
        after,
        catchesUp: true,
        isGapless: true,
        readPage: (from, limit) => readPage(key, from, limit),
        onEnd: () => {
          const others = followers.get(key);
          others?.delete(stream);
          if (others?.size === 0) followers.delete(key);
        },
      });
      followers.set(key, (followers.get(key) ?? new Set()).add(stream));
      return stream.values;
    },
    isWanted: (key, sequence) => {
      for (const stream of followers.get(key) ?? []) if (stream.isWanted(sequence)) return true;
      return false;
    },
    offer: (key, value) => followers.get(key)?.forEach((stream) => stream.offer(value)),
    count: () => all().length,
    end: async () => {
      await Promise.all(all().map(({ values }) => values.return()));
    },
  };
}
