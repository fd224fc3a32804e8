import { createPullStream, type PullStream } from './pull-stream.ts';
import type { Sequenced } from './resumable-stream.ts';

/** Values of one key that may wait for one reader; one event may cause a few at once. */
const MAX_WAITING_PER_KEY = 16;

/**
 * Creates a stream of states. It delivers every value while the reader keeps up. When too many values of a key wait, it
 * keeps the newest alone and reports the number of skipped ones in `skipped`. Keys take turns, so that a busy key does not
 * delay the others.
 *
 * @param watch begins to offer values; returns the function that stops it
 */
export function latestByKey<T extends Sequenced>(
  keyOf: (value: T) => string,
  watch: (offer: (value: T) => void) => () => void,
): PullStream<T & { readonly skipped: number }> {
  return createPullStream(({ wake }) => {
    const waiting = new Map<string, T[]>();
    const delivered = new Map<string, number>();
    const close = watch((value) => {
      const key = keyOf(value);
      const queue = waiting.get(key) ?? [];
      if (value.sequence <= (queue.at(-1)?.sequence ?? delivered.get(key) ?? -1)) return;
      if (queue.length >= MAX_WAITING_PER_KEY) queue.length = 0;
      queue.push(value);
      waiting.set(key, queue);
      wake();
    });
    const next = () => {
      const [first] = waiting;
      if (!first) return null;
      const [key, queue] = first;
      const [value, ...rest] = queue;
      waiting.delete(key);
      if (!value) return null;
      if (rest.length > 0) waiting.set(key, rest);
      const skipped = value.sequence - (delivered.get(key) ?? value.sequence - 1) - 1;
      delivered.set(key, value.sequence);
      return { ...value, skipped };
    };
    return { next, close };
  });
}
