import type { Phase } from '../market/phase.ts';
import { addDays } from './days.ts';
import { dayOf, instantOf } from './sao-paulo-time.ts';
import type { SessionHours, TradingCalendar } from './trading-calendar.ts';

export { dayOf } from './sao-paulo-time.ts';

/**
 * `b3`: the exchange's real hours. `auto`: the same, but closed hours do not exist, the clock jumps over them.
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
  /** In the modes without closed hours the phase may follow itself: then a new trade date begins. */
  readonly nextPhase: Phase;
  readonly nextPhaseAtMs: number;
}

/** The phases that the simulated exchange runs; the others of the table count as CLOSED until it runs them too. */
const RUNNING_PHASES: ReadonlySet<Phase> = new Set<Phase>(['CONTINUOUS']);

interface Segment {
  readonly phase: Phase;
  readonly startsAtMs: number;
}

/** A session's phases as they are run: those that are not run are CLOSED, and equal neighbours are one. */
export function segmentsOf(session: SessionHours): readonly Segment[] {
  const segments: Segment[] = [];
  for (const { phase, startsAtMs } of session.phases) {
    const run = RUNNING_PHASES.has(phase) ? phase : 'CLOSED';
    const before = segments.at(-1)?.phase ?? 'CLOSED';
    if (run !== before) segments.push({ phase: run, startsAtMs });
  }
  return segments;
}

/** From when to when a session is not closed; the end is not included. */
export function openHoursOf(session: SessionHours): { readonly fromMs: number; readonly toMs: number } {
  const segments = segmentsOf(session);
  const first = segments[0];
  const last = segments.at(-1);
  if (!first || last?.phase !== 'CLOSED')
    throw new RangeError(`the session of ${session.day} does not close`);
  return { fromMs: first.startsAtMs, toMs: last.startsAtMs };
}

/** The market at an instant of the market clock. */
export function marketStateAt(calendar: TradingCalendar, mode: MarketMode, instantMs: number): MarketState {
  const today = dayOf(instantMs);
  const isTradingDay = calendar.isTradingDay(today);
  if (mode === 'continuous') {
    const midnightMs = instantOf(addDays(today, 1), 0);
    return { phase: 'CONTINUOUS', today, isTradingDay, nextPhase: 'CONTINUOUS', nextPhaseAtMs: midnightMs };
  }
  const session = calendar.sessionOf(today);
  const segments = session ? segmentsOf(session) : [];
  const phase = segments.findLast((segment) => segment.startsAtMs <= instantMs)?.phase ?? 'CLOSED';
  const coming = segments.find((segment) => segment.startsAtMs > instantMs);
  const next =
    coming && !(mode === 'auto' && coming.phase === 'CLOSED') ? coming : openingAfter(calendar, today);
  return { phase, today, isTradingDay, nextPhase: next.phase, nextPhaseAtMs: next.startsAtMs };
}

function openingAfter(calendar: TradingCalendar, day: string): Segment {
  const session = calendar.sessionOf(calendar.nextTradingDay(day));
  const opening = session && segmentsOf(session)[0];
  if (!opening) throw new RangeError(`no session after ${day}`);
  return opening;
}
