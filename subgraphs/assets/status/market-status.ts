import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { marketStateAt, type MarketMode, type MarketState } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createPullStream } from '#platform/streams/pull-stream.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import { afterPhase, stateWith, type CausedState, type UnscheduledPhase } from './exchange-phase.ts';

/** The market at an instant of its clock. */
export interface MarketStatusNow extends CausedState {
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
  return createPullStream(({ wake }) => {
    let last: MarketStatusNow | null = null;
    let alarm: Alarm | null = null;
    readers.add(wake);
    return {
      next: () => {
        alarm?.cancel();
        const status = now();
        if (!last || !isSame(last, status)) return (last = status);
        const { nowMs, nextPhaseAtMs } = status;
        alarm = marketClock.at(nextPhaseAtMs > nowMs ? nextPhaseAtMs : nowMs + OVERDUE_MS, wake);
        return null;
      },
      close: () => {
        alarm?.cancel();
        readers.delete(wake);
      },
    };
  });
}

const isSame = (a: MarketStatusNow, b: MarketStatusNow): boolean =>
  a.phase === b.phase &&
  a.phaseCause === b.phaseCause &&
  a.today === b.today &&
  a.nextPhase === b.nextPhase &&
  a.nextPhaseAtMs === b.nextPhaseAtMs;
