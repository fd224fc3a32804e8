import type { Phase } from '../market/phase.ts';
import { addDays } from './days.ts';
import { dayOf, instantOf } from './sao-paulo-time.ts';
import type { PhaseOfSession, SessionHours, TradingCalendar } from './trading-calendar.ts';

export { dayOf } from './sao-paulo-time.ts';

/**
 * `b3`: the exchange's real hours. `auto`: the same, but closed hours do not exist: when a session closes the clock
 * jumps to the beginning of the next.
 * `continuous`: continuous trading always, on weekends too; the trade date rolls at midnight in Sao Paulo.
 */
export const MARKET_MODES = ['auto', 'continuous', 'b3'] as const;
export type MarketMode = (typeof MARKET_MODES)[number];

/** The market at an instant. */
export interface MarketState {
  readonly phase: Phase;
  /** The day in Sao Paulo; the trade date of what trades now. */
  readonly today: string;
  /** True when the exchange has a session today. */
  readonly isTradingDay: boolean;
  /**
   * By the hours of the session, extended calls and halts aside. In `auto` the closing call is followed by the next
   * session, in `continuous` the phase by itself: then a new trade date begins.
   */
  readonly nextPhase: Phase;
  readonly nextPhaseAtMs: number;
}

/** From when to when a session is not closed; the end is not included. */
export function openHoursOf(session: SessionHours): { readonly fromMs: number; readonly toMs: number } {
  const first = session.phases[0];
  if (!first) throw new RangeError(`the session of ${session.day} has no phases`);
  return { fromMs: first.startsAtMs, toMs: session.closesAtMs };
}

/**
 * The instant itself when there is continuous trading then and for at least `leastMs` more, else the next instant at
 * which it begins.
 */
export function continuousFrom(calendar: TradingCalendar, instantMs: number, leastMs = 0): number {
  const today = dayOf(instantMs);
  const session = calendar.sessionOf(today);
  if (session && instantMs < session.closingCallAtMs && instantMs + leastMs <= session.closingCallAtMs)
    return Math.max(instantMs, session.opensAtMs);
  return sessionAfter(calendar, today).opensAtMs;
}

/** The market at an instant of the market clock. */
export function marketStateAt(calendar: TradingCalendar, mode: MarketMode, instantMs: number): MarketState {
  const today = dayOf(instantMs);
  const isTradingDay = calendar.isTradingDay(today);
  if (mode === 'continuous') {
    const midnightMs = instantOf(addDays(today, 1), 0);
    return { phase: 'CONTINUOUS', today, isTradingDay, nextPhase: 'CONTINUOUS', nextPhaseAtMs: midnightMs };
  }
  const phases = calendar.sessionOf(today)?.phases ?? [];
  const phase = phases.findLast(({ startsAtMs }) => startsAtMs <= instantMs)?.phase ?? 'CLOSED';
  const coming = phases.find(({ startsAtMs }) => startsAtMs > instantMs);
  const next =
    coming && !(mode === 'auto' && coming.phase === 'CLOSED') ? coming : openingAfter(calendar, today);
  return { phase, today, isTradingDay, nextPhase: next.phase, nextPhaseAtMs: next.startsAtMs };
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
