import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { MarketState } from '#domain/calendar/session.ts';
import type { Phase } from '#domain/market/phase.ts';

/** A phase of the whole market that deviates from the calendar: a halt, the call after it, or a postponed close. */
export interface UnscheduledPhase {
  readonly phase: Phase;
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
  const { phase, cause, atMs, endsAtMs = null } = message;
  if (message.isOfMarket === true) return { phase, endsAtMs };
  if (cause === undefined) return offSchedule({ phase, endsAtMs }, calendarAt(atMs));
  const resumes = phase === 'AUCTION' && (cause === 'HALT' || cause === 'CIRCUIT_BREAKER');
  return resumes && before?.phase === 'HALTED' ? { phase, endsAtMs } : before;
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

/** The market's state: the calendar's, overridden by an unscheduled phase. */
export function stateWith(
  calendar: MarketState,
  unscheduled: UnscheduledPhase | null,
  nowMs: number,
): MarketState {
  if (!unscheduled) return calendar;
  const { phase, endsAtMs } = unscheduled;
  if (endsAtMs === null) return { ...calendar, phase };
  const nextPhase = AFTER[phase];
  if (nextPhase === undefined || nowMs > endsAtMs + GRACE_MS) return calendar;
  return { ...calendar, phase, nextPhase, nextPhaseAtMs: endsAtMs };
}
