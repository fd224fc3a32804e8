import { targetPhase } from './listing-phase.ts';
import { endDay, expireOrders, rejoinGroup } from './enter-phase.ts';
import { groupOf, type Group, type LaterPhase, type Listing } from '../state.ts';
import type { CommandContext } from '../command-context.ts';
import { extendCallInto } from './extend-call.ts';

/** Begins a group's phase. Calls are extended where the rules require it; halted listings stay halted. */
export function enterGroupPhase(
  context: CommandContext,
  name: string,
  { phase, endsAtMs }: LaterPhase,
): void {
  const { state } = context;
  const group = groupOf(state, name);
  const listings = [...state.listings.values()].filter((listing) => listing.facts.group === name);
  if (phase === 'CLOSED') endBreakerHalt(group);
  for (const listing of listings) extendCallInto(context, listing, phase);
  group.phase = phase;
  group.endsAtMs = endsAtMs;
  const following = listings.filter((listing) => !keepsOwnPhase(listing, group));
  if (phase === 'CLOSED') {
    endDay(context, new Set(following), null);
    const halted = listings.filter((listing) => targetPhase(state, listing).phase === 'HALTED');
    expireOrders(context, new Set(halted), null);
  }
  for (const listing of following) rejoinGroup(context, listing);
}

/** Ends a halt of the circuit breaker, which never outlives its session. */
export function endBreakerHalt(group: Group): void {
  if (group.halt?.cause === 'CIRCUIT_BREAKER') group.halt = null;
}

/**
 * Whether a listing stays in its own phase when its group enters one. A halt stays until it is ended; an auction and an
 * extended opening call stay in continuous trading only; an extended closing call stays when its group has closed.
 */
function keepsOwnPhase({ own, facts }: Listing, group: Group): boolean {
  if (group.halt !== null || own?.phase === 'HALTED' || facts.status === 'SUSPENDED') return true;
  if (own === null) return false;
  return group.phase === (own.phase === 'CLOSING_CALL' ? 'CLOSED' : 'CONTINUOUS');
}
