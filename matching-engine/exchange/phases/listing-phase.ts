import type { Phase, PhaseCause } from '#domain/market/phase.ts';
import { groupOf, type ExchangeState, type Listing } from '../state.ts';
import { emitMarketData, type CommandContext } from '../command-context.ts';

/** A listing's phase as market data carries it. */
export interface ListingPhase {
  readonly phase: Phase;
  readonly cause: PhaseCause;
  readonly endsAtMs: number | null;
  /** True when the whole group is halted. */
  readonly isOfMarket?: true;
}

/**
 * The phase that a listing should be in. In order of precedence: its own halt, its group's halt, its own auction or
 * call, its group's phase. A suspended instrument is halted, so that a call it was in does not trade.
 */
export function targetPhase(state: ExchangeState, { own, facts }: Listing): ListingPhase {
  const group = groupOf(state, facts.group);
  if (facts.status === 'SUSPENDED') return { phase: 'HALTED', cause: 'HALT', endsAtMs: null };
  if (own && (own.phase === 'HALTED' || !group.halt)) return own;
  if (group.halt) return { phase: 'HALTED', ...group.halt, isOfMarket: true };
  return { phase: group.phase, cause: 'SCHEDULE', endsAtMs: group.endsAtMs };
}

/** Emits a listing's phase, with the previous close when a session begins or the close is adjusted. */
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
