import type { Clock } from '../../time/clock.ts';

/** Breaches within a window, each of up to 20 ms of work, that bar a network. */
const MAX_BREACHES = 5;
/** Length of a window, and the time for which a network is barred. */
const WINDOW_MS = 10_000;
/** Networks whose counts are kept without looking for old ones. */
const KEPT = 1_000;

/** Counts connections that were cut in the midst of a read, by their client's network. */
export interface Breaches {
  /** Returns true when the network is barred from now on. */
  count(network: string): boolean;
  isBarred(network: string): boolean;
}

export function createBreaches(clock: Clock): Breaches {
  const windows = new Map<string, { count: number; readonly endsMs: number }>();
  const currentOf = (network: string) => {
    const window = windows.get(network);
    return window && clock.nowMs() < window.endsMs ? window : undefined;
  };
  const dropOld = (): void => {
    for (const [network, { endsMs }] of windows) if (clock.nowMs() >= endsMs) windows.delete(network);
  };
  return {
    count: (network) => {
      if (windows.size > KEPT) dropOld();
      const count = (currentOf(network)?.count ?? 0) + 1;
      // The last breach of a window begins the time for which its network is barred.
      const endsMs =
        count >= MAX_BREACHES
          ? clock.nowMs() + WINDOW_MS
          : (currentOf(network)?.endsMs ?? clock.nowMs() + WINDOW_MS);
      windows.set(network, { count, endsMs });
      return count >= MAX_BREACHES;
    },
    isBarred: (network) => (currentOf(network)?.count ?? 0) >= MAX_BREACHES,
  };
}
