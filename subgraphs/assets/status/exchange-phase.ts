import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { MarketState } from '#domain/calendar/session.ts';
import type { Phase } from '#domain/market/phase.ts';

/** A phase of the whole market that the calendar does not know of: a halt, the call after it, a close that has moved. */
export interface UnscheduledPhase {
  readonly phase: Phase;
  /** When it ends at the earliest; null when somebody must end it. */
  readonly endsAtMs: number | null;
}

type PhaseMessage = Extract<EngineMarketData, { type: 'PHASE_CHANGED' }>;

/** The end of a phase is told a moment after it; until then the phase is shown on, so that nothing flickers. */
const PATIENCE_MS = 10_000;

/**
 * The unscheduled phase after what the exchange has told of one ticker. Most of it says nothing of the market: auctions
 * and halts of the ticker alone. What does: a halt of the market, the call by which all resume, and any phase by the
 * schedule, which the exchange keeps and may have moved.
 *
 * @param calendarAt what the calendar says at an instant
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

/** Null for what the calendar says too. */
function offSchedule(told: UnscheduledPhase, calendar: MarketState): UnscheduledPhase | null {
  const isLater = told.endsAtMs !== null && told.endsAtMs > calendar.nextPhaseAtMs;
  return told.phase === calendar.phase && !isLater ? null : told;
}

const AFTER: Readonly<Partial<Record<Phase, Phase>>> = {
  HALTED: 'AUCTION',
  AUCTION: 'CONTINUOUS',
  OPENING_CALL: 'CONTINUOUS',
  CONTINUOUS: 'CLOSING_CALL',
  CLOSING_CALL: 'CLOSED',
};

/** The market as it is: the calendar's state, with an unscheduled phase in the place of its own. */
export function stateWith(
  calendar: MarketState,
  unscheduled: UnscheduledPhase | null,
  nowMs: number,
): MarketState {
  if (!unscheduled) return calendar;
  const { phase, endsAtMs } = unscheduled;
  if (endsAtMs === null) return { ...calendar, phase };
  const nextPhase = AFTER[phase];
  if (nextPhase === undefined || nowMs > endsAtMs + PATIENCE_MS) return calendar;
  return { ...calendar, phase, nextPhase, nextPhaseAtMs: endsAtMs };
}
