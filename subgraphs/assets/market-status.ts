import { marketStateAt, type MarketMode, type MarketState } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Alarm, Clock } from '#platform/clock.ts';

/** The market at an instant of its clock. */
export interface MarketStatusNow extends MarketState {
  readonly nowMs: number;
}

/** The market's state, now and as it changes. */
export interface MarketStatusSource {
  now(): MarketStatusNow;
  /** The state at once, then at every change of phase, until the reader stops. */
  changes(): AsyncIterableIterator<MarketStatusNow>;
}

export function createMarketStatus(
  calendar: TradingCalendar,
  marketClock: Clock,
  mode: () => MarketMode,
): MarketStatusSource {
  const now = (): MarketStatusNow => {
    const nowMs = marketClock.nowMs();
    return { nowMs, ...marketStateAt(calendar, mode(), nowMs) };
  };
  return { now, changes: () => createChanges(now, marketClock) };
}

function createChanges(
  now: () => MarketStatusNow,
  marketClock: Clock,
): AsyncIterableIterator<MarketStatusNow> {
  let nextAtMs: number | null = null;
  let ended = false;
  let waiting: { readonly alarm: Alarm; readonly wake: () => void } | null = null;
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    ended = true;
    waiting?.alarm.cancel();
    waiting?.wake();
    return { done: true, value: undefined };
  };
  const untilNext = (instantMs: number): Promise<void> =>
    new Promise((resolve) => {
      waiting = { alarm: marketClock.at(instantMs, resolve), wake: resolve };
    });
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      if (!ended && nextAtMs !== null) await untilNext(nextAtMs);
      waiting = null;
      if (ended) return { done: true, value: undefined };
      const status = now();
      nextAtMs = status.nextPhaseAtMs;
      return { done: false, value: status };
    },
    return: end,
    throw: async (error) => {
      await end();
      throw error;
    },
  };
}
