import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { marketStateAt, type MarketMode, type MarketState } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import { afterPhase, stateWith, type UnscheduledPhase } from './exchange-phase.ts';

/** The market at an instant of its clock. */
export interface MarketStatusNow extends MarketState {
  readonly nowMs: number;
}

/** Source of the market's state and its changes. */
export interface MarketStatusSource {
  now(): MarketStatusNow;
  /** The state at once, then at every change of phase, until the reader stops. */
  changes(): AsyncIterableIterator<MarketStatusNow>;
  /** Applies a phase message of the exchange. */
  apply(message: Extract<EngineMarketData, { type: 'PHASE_CHANGED' }>): void;
}

/** Polling interval for a phase that is past its end, until the exchange publishes the next. */
const OVERDUE_MS = 1_000;

/** Creates the source: the calendar's phases by the market's clock, overridden by unscheduled phases of the exchange. */
export function createMarketStatus(
  calendar: TradingCalendar,
  marketClock: Clock,
  mode: () => MarketMode,
): MarketStatusSource {
  let unscheduled: UnscheduledPhase | null = null;
  const readers = new Set<() => void>();
  const calendarAt = (instantMs: number): MarketState => marketStateAt(calendar, mode(), instantMs);
  const now = (): MarketStatusNow => {
    const nowMs = marketClock.nowMs();
    return { nowMs, ...stateWith(calendarAt(nowMs), unscheduled, nowMs) };
  };
  return {
    now,
    changes: () => createChanges(now, marketClock, readers),
    apply: (message) => {
      unscheduled = afterPhase(unscheduled, message, calendarAt);
      for (const wake of readers) wake();
    },
  };
}

function createChanges(
  now: () => MarketStatusNow,
  marketClock: Clock,
  readers: Set<() => void>,
): AsyncIterableIterator<MarketStatusNow> {
  let last: MarketStatusNow | null = null;
  let ended = false;
  let alarm: Alarm | null = null;
  let wake: () => void = () => undefined;
  const onChange = (): void => wake();
  readers.add(onChange);
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    ended = true;
    readers.delete(onChange);
    wake();
    return { done: true, value: undefined };
  };
  const untilNext = async ({ nowMs, nextPhaseAtMs }: MarketStatusNow): Promise<void> => {
    await new Promise<void>((resolve) => {
      wake = resolve;
      alarm = marketClock.at(nextPhaseAtMs > nowMs ? nextPhaseAtMs : nowMs + OVERDUE_MS, resolve);
    });
    alarm?.cancel();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      while (!ended) {
        const status = now();
        if (!last || !isSame(last, status)) {
          last = status;
          return { done: false, value: status };
        }
        await untilNext(status);
      }
      return { done: true, value: undefined };
    },
    return: end,
    throw: async (error) => {
      await end();
      throw error;
    },
  };
}

const isSame = (a: MarketStatusNow, b: MarketStatusNow): boolean =>
  a.phase === b.phase &&
  a.today === b.today &&
  a.nextPhase === b.nextPhase &&
  a.nextPhaseAtMs === b.nextPhaseAtMs;
