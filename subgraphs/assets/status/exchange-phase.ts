import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { MarketState } from '#domain/calendar/session.ts';
import type { Phase, PhaseCause } from '#domain/market/phase.ts';

/** A phase of the whole market that deviates from the calendar: a halt, the call after it, or a postponed close. */
export interface UnscheduledPhase {
  readonly phase: Phase;
  /** SCHEDULE for a postponed phase of the schedule. */
  readonly cause: PhaseCause;
  /** Earliest end; null when an operator must end it. */
  readonly endsAtMs: number | null;
}

type PhaseMessage = Extract<EngineMarketData, { type: 'PHASE_CHANGED' }>;

/** The exchange publishes the end of a phase shortly after it. The phase is shown this much longer, to avoid flicker. */
const GRACE_MS = 10_000;

/**
 * Folds a phase message of one ticker into the unscheduled phase of the market. Auctions and halts of a single ticker do
 * not affect the market. A halt of the market, the call that resumes it, and any scheduled phase (which the exchange may
 * have postponed) do.
 *
 * @param calendarAt the calendar's state at an instant
 */
export function afterPhase(
  before: UnscheduledPhase | null,
  message: PhaseMessage,
  calendarAt: (instantMs: number) => MarketState,
): UnscheduledPhase | null {
  const { phase, cause = 'SCHEDULE', atMs, endsAtMs = null } = message;
  if (message.isOfMarket === true) return { phase, cause, endsAtMs };
  if (cause === 'SCHEDULE') return offSchedule({ phase, cause, endsAtMs }, calendarAt(atMs));
  const resumes = phase === 'AUCTION' && (cause === 'HALT' || cause === 'CIRCUIT_BREAKER');
  return resumes && before?.phase === 'HALTED' ? { phase, cause, endsAtMs } : before;
}

/** Null for a phase that agrees with the calendar. */
function offSchedule(published: UnscheduledPhase, calendar: MarketState): UnscheduledPhase | null {
  const isLater = published.endsAtMs !== null && published.endsAtMs > calendar.nextPhaseAtMs;
  return published.phase === calendar.phase && !isLater ? null : published;
}

const AFTER: Readonly<Partial<Record<Phase, Phase>>> = {
  HALTED: 'AUCTION',
  AUCTION: 'CONTINUOUS',
  OPENING_CALL: 'CONTINUOUS',
  CONTINUOUS: 'CLOSING_CALL',
  CLOSING_CALL: 'CLOSED',
};

/** The market's state, and why it is in its phase. */
export interface CausedState extends MarketState {
  readonly phaseCause: PhaseCause;
}

/** The market's state: the calendar's, overridden by an unscheduled phase. */
export function stateWith(
  calendar: MarketState,
  unscheduled: UnscheduledPhase | null,
  nowMs: number,
): CausedState {
  const scheduled = { ...calendar, phaseCause: 'SCHEDULE' } as const;
  if (!unscheduled) return scheduled;
  const { phase, cause: phaseCause, endsAtMs } = unscheduled;
  if (endsAtMs === null) return { ...calendar, phase, phaseCause };
  const nextPhase = AFTER[phase];
  if (nextPhase === undefined || nowMs > endsAtMs + GRACE_MS) return scheduled;
  return { ...calendar, phase, phaseCause, nextPhase, nextPhaseAtMs: endsAtMs };
}
