import type { BrokerClient } from '#sdk/src/index.ts';
import type { Browser } from '../../state/browser.ts';
import { isLost } from '../../state/is-lost.ts';
import { keepFollowing } from '../../state/keep-following.ts';
import { createStore, type Store } from '../../state/store.ts';
import { isBehind, withSample, type MarketStatus, type MarketTime } from './market-clock.ts';

/** Phase and time of the market. */
export interface MarketState {
  readonly status: MarketStatus;
  readonly time: MarketTime;
}

export interface MarketClock extends Pick<Store<MarketState | null>, 'get' | 'subscribe'> {
  /** Something has happened in the market at this instant. When that is later than the clock shows, the clock is compared. */
  readonly heard: (instant: string) => void;
}

/**
 * Pauses before the next comparison, the last one for ever: the market may run faster than the browser's clock, and stop without an
 * event.
 */
const COMPARE_MS = [1_200, 3_000, 15_000] as const;

/** Least pause before a comparison that an event asks for: events may come a hundred times a second. */
const LEAST_MS = 1_000;

/** Follows phase and clock of the market for as long as the page lives. */
export function followMarket(broker: BrokerClient, { clock }: Browser): MarketClock {
  const store = createStore<MarketState | null>(null);
  const take = (status: MarketStatus): void =>
    store.update((before) => {
      const sample = { marketMs: Date.parse(status.now), localMs: clock.nowMs() };
      const hasJumped =
        before !== null && (before.status.phase !== status.phase || before.status.today !== status.today);
      return { status, time: withSample(before?.time ?? null, sample, hasJumped) };
    });
  const follow = async (): Promise<void> => {
    for await (const { marketStatus } of broker.marketStatusStream()) take(marketStatus);
  };
  let isComparing = false;
  const compare = (): Promise<void> => {
    isComparing = true;
    return broker
      .marketStatus()
      .then(({ marketStatus }) => marketStatus && take(marketStatus))
      .catch(() => undefined)
      .then(() => void clock.after(LEAST_MS, () => (isComparing = false)));
  };
  const compareAfter = (turn: number): void =>
    void clock.after(COMPARE_MS[turn] ?? COMPARE_MS[2], () => {
      // The stream gives status and time anew when the connection is back.
      if (isLost(broker.connection.state)) compareAfter(turn + 1);
      else void compare().then(() => compareAfter(turn + 1));
    });
  keepFollowing({ clock }, follow);
  compareAfter(0);
  return {
    get: store.get,
    subscribe: store.subscribe,
    heard: (instant) => {
      const state = store.get();
      if (isComparing || !state || !isBehind(state.time, clock.nowMs(), Date.parse(instant))) return;
      void compare();
    },
  };
}
