import type { Phase } from '#domain/market/phase.ts';
import { groupOf, type ExchangeState, type Listing, type PhaseCause } from '../state.ts';
import { emitMarketData, type CommandContext } from '../command-context.ts';

/** A phase as a ticker's followers are told of it. */
export interface ListingPhase {
  readonly phase: Phase;
  readonly cause: PhaseCause;
  readonly endsAtMs: number | null;
  /** The whole group is halted. */
  readonly isOfMarket?: true;
}

/**
 * The phase that a listing belongs in: its own halt before its group's, then its own auction or call, then the
 * schedule. A suspended instrument is halted for as long as it is: a call that it was in must not trade.
 */
export function targetPhase(state: ExchangeState, { own, facts }: Listing): ListingPhase {
  const group = groupOf(state, facts.group);
  if (facts.status === 'SUSPENDED') return { phase: 'HALTED', cause: 'HALT', endsAtMs: null };
  if (own && (own.phase === 'HALTED' || !group.halt)) return own;
  if (group.halt) return { phase: 'HALTED', ...group.halt, isOfMarket: true };
  return { phase: group.phase, cause: 'SCHEDULE', endsAtMs: group.endsAtMs };
}

/** Tells a ticker's phase, with the previous close when a session begins or the close has been adjusted. */
export function emitPhase(
  context: CommandContext,
  listing: Listing,
  { phase, cause, endsAtMs, isOfMarket }: ListingPhase,
  previousCloseTicks: number | null = null,
): void {
  emitMarketData(context, listing, {
    type: 'PHASE_CHANGED',
    phase,
    previousCloseTicks,
    ...(cause === 'SCHEDULE' ? {} : { cause }),
    ...(endsAtMs === null ? {} : { endsAtMs }),
    ...(isOfMarket ? { isOfMarket } : {}),
  });
}
