import type { Phase } from '#domain/market/phase.ts';
import { groupOf, phaseOf, type ExchangeState, type Listing, type PhaseCause } from './state.ts';
import { tell, type Turn } from './turn.ts';

/** A phase as a ticker's followers are told of it. */
export interface TellablePhase {
  readonly phase: Phase;
  readonly cause: PhaseCause;
  readonly endsAtMs: number | null;
}

/** The phase that a listing is in and why. */
export function presentPhase(state: ExchangeState, listing: Listing): TellablePhase {
  const phase = phaseOf(listing);
  if (listing.own?.phase === phase) return listing.own;
  const group = groupOf(state, listing.facts.group);
  return { phase, cause: 'SCHEDULE', endsAtMs: group.phase === phase ? group.endsAtMs : null };
}

/** Tells a ticker's phase, with the previous close when a session begins or the close has been adjusted. */
export function tellPhase(
  turn: Turn,
  listing: Listing,
  { phase, cause, endsAtMs }: TellablePhase,
  previousCloseTicks: number | null = null,
): void {
  tell(turn, listing, {
    type: 'PHASE_CHANGED',
    phase,
    previousCloseTicks,
    ...(cause === 'SCHEDULE' ? {} : { cause }),
    ...(endsAtMs === null ? {} : { endsAtMs }),
  });
}
