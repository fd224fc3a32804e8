import type { Quote } from '../market/quote-board.ts';

type Phased = Pick<Quote, 'phase' | 'phaseEndsAt'>;

/** When a phase ends at the earliest. */
export interface PhaseEnd {
  readonly at: string;
  /** Milliseconds of the market; 0 when the end has come and the exchange has not said what follows. */
  readonly restMs: number;
}

/** The end of a phase of calls and halts; null in any other, and when it is not known. */
export function phaseEndOf({ phase, phaseEndsAt }: Phased, nowMs: number | null): PhaseEnd | null {
  if (phaseEndsAt === null || nowMs === null || !ENDS_SOON.has(phase)) return null;
  return { at: phaseEndsAt, restMs: Math.max(0, Date.parse(phaseEndsAt) - nowMs) };
}

const ENDS_SOON = new Set<Phased['phase']>(['OPENING_CALL', 'AUCTION', 'CLOSING_CALL', 'HALTED']);
