import type { GraphDocument } from '../document.ts';
import type { Result } from '../result.ts';
import { follow, type FollowSettings } from './follow.ts';

/** How a subscription is followed. */
export interface StreamOptions {
  /** Ends the stream: it returns, and does not throw. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Reads the cursor of now. With it a stream of your own document with a variable `$after` loses nothing, even when its socket is
   * lost before the first event. The generated streams have theirs.
   */
  readonly start?: (() => Promise<string | null | undefined>) | undefined;
}

/** The subscriptions of a client. */
export interface Streams {
  subscribe<Data, Variables extends object>(
    document: GraphDocument<Data, Variables>,
    variables: Variables,
    options?: StreamOptions,
  ): AsyncGenerator<Result<Data>, void, undefined>;
  /** Ends all streams. */
  close(): void;
}

export function createStreams(settings: FollowSettings): Streams {
  const running = new Set<AbortController>();
  return {
    subscribe: async function* (document, variables, { signal, start } = {}) {
      const stream = new AbortController();
      const abort = (): void => stream.abort();
      if (signal?.aborted) return;
      signal?.addEventListener('abort', abort);
      running.add(stream);
      try {
        yield* follow(settings, { query: document, variables, start, signal: stream.signal });
      } finally {
        running.delete(stream);
        signal?.removeEventListener('abort', abort);
      }
    },
    close: () => {
      for (const stream of running) stream.abort();
    },
  };
}
