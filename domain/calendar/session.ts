import type { Phase } from '../market/phase.ts';
import { addDays } from './days.ts';
import { dayOf, instantOf } from './sao-paulo-time.ts';
import type { PhaseOfSession, SessionHours, TradingCalendar } from './trading-calendar.ts';

/**
 * `b3`: the exchange's real hours. `auto`: the same hours without closed time: at the close of a session the clock jumps
 * to a minute before the next opening call. `continuous`: continuous trading at all times, weekends included; the trade date changes
 * at midnight in Sao Paulo.
 */
export const MARKET_MODES = ['auto', 'continuous', 'b3'] as const;
export type MarketMode = (typeof MARKET_MODES)[number];

/** State of the market at an instant. */
export interface MarketState {
  readonly phase: Phase;
  /** Day in Sao Paulo, which is the trade date. */
  readonly today: string;
  /** True when the exchange has a session today. */
  readonly isTradingDay: boolean;
  /**
   * Next phase by the session hours; extended calls and halts are not considered. In `auto` the next session follows the
   * closing call. In `continuous` the phase stays CONTINUOUS and a new trade date begins.
   */
  readonly nextPhase: Phase;
  readonly nextPhaseAtMs: number;
}

/** Time range of a session's phases other than CLOSED; the end is excluded. */
export function openHoursOf(session: SessionHours): { readonly fromMs: number; readonly toMs: number } {
  const first = session.phases[0];
  if (!first) throw new RangeError(`the session of ${session.day} has no phases`);
  return { fromMs: first.startsAtMs, toMs: session.closesAtMs };
}

/**
 * Start of continuous trading at or after an instant: the instant itself when continuous trading lasts at least
 * `leastMs` longer, else the next opening.
 */
export function continuousFrom(calendar: TradingCalendar, instantMs: number, leastMs = 0): number {
  const today = dayOf(instantMs);
  const session = calendar.sessionOf(today);
  if (session && instantMs < session.closingCallAtMs && instantMs + leastMs <= session.closingCallAtMs)
    return Math.max(instantMs, session.opensAtMs);
  return sessionAfter(calendar, today).opensAtMs;
}

/** Derives the market state from calendar, mode and an instant of the market clock. */
export function marketStateAt(calendar: TradingCalendar, mode: MarketMode, instantMs: number): MarketState {
  const today = dayOf(instantMs);
  const isTradingDay = calendar.isTradingDay(today);
  if (mode === 'continuous') {
    const midnightMs = instantOf(addDays(today, 1), 0);
    return { phase: 'CONTINUOUS', today, isTradingDay, nextPhase: 'CONTINUOUS', nextPhaseAtMs: midnightMs };
  }
  const phases = calendar.sessionOf(today)?.phases ?? [];
  const phase = phases.findLast(({ startsAtMs }) => startsAtMs <= instantMs)?.phase ?? 'CLOSED';
  const upcoming = phases.find(({ startsAtMs }) => startsAtMs > instantMs);
  const next =
    upcoming && !(mode === 'auto' && upcoming.phase === 'CLOSED') ? upcoming : openingAfter(calendar, today);
  return { phase, today, isTradingDay, nextPhase: next.phase, nextPhaseAtMs: next.startsAtMs };
}

/** Share of continuous trading that has passed at an instant, 0 to 1; null outside continuous trading. */
export function sessionShareAt(calendar: TradingCalendar, instantMs: number): number | null {
  const session = calendar.sessionOf(dayOf(instantMs));
  if (!session || instantMs < session.opensAtMs || instantMs >= session.closingCallAtMs) return null;
  return (instantMs - session.opensAtMs) / (session.closingCallAtMs - session.opensAtMs);
}

/** The close of a trade date. */
export interface DayClose {
  readonly tradeDate: string;
  readonly atMs: number;
}

/** The first close of a trade date after an instant. In `continuous` every day is a trade date and closes at midnight. */
export function nextCloseAfter(calendar: TradingCalendar, mode: MarketMode, instantMs: number): DayClose {
  const today = dayOf(instantMs);
  if (mode === 'continuous') return { tradeDate: today, atMs: instantOf(addDays(today, 1), 0) };
  const session = calendar.sessionOf(today);
  const next = session && instantMs < session.closesAtMs ? session : sessionAfter(calendar, today);
  return { tradeDate: next.day, atMs: next.closesAtMs };
}

/** The newest day that has closed at an instant, trading day or not. */
export function lastClosedDay(calendar: TradingCalendar, mode: MarketMode, instantMs: number): string {
  const today = dayOf(instantMs);
  const session = mode === 'continuous' ? null : calendar.sessionOf(today);
  return session && instantMs >= session.closesAtMs ? today : addDays(today, -1);
}

function openingAfter(calendar: TradingCalendar, day: string): PhaseOfSession {
  const opening = sessionAfter(calendar, day).phases[0];
  if (!opening) throw new RangeError(`the session after ${day} has no phases`);
  return opening;
}

/** The first session after a day. */
export function sessionAfter(calendar: TradingCalendar, day: string): SessionHours {
  const session = calendar.sessionOf(calendar.nextTradingDay(day));
  if (!session) throw new RangeError(`no session after ${day}`);
  return session;
}
