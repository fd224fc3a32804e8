import { targetPhase } from './listing-phase.ts';
import { endDay, expireOrders, rejoinGroup } from './enter-phase.ts';
import { groupOf, type Group, type LaterPhase, type Listing } from '../state.ts';
import type { CommandContext } from '../command-context.ts';
import { extendCallInto } from './extend-call.ts';

/** A group's phase begins: calls that have a reason to go on are extended beyond it, halts stay. */
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

/** The circuit breaker holds within its session. */
export function endBreakerHalt(group: Group): void {
  if (group.halt?.cause === 'CIRCUIT_BREAKER') group.halt = null;
}

/**
 * A halt stands until it is ended; an auction, and an opening call that was extended, in continuous trading alone; an
 * extended closing call when its group has closed.
 */
function keepsOwnPhase({ own, facts }: Listing, group: Group): boolean {
  if (group.halt !== null || own?.phase === 'HALTED' || facts.status === 'SUSPENDED') return true;
  if (own === null) return false;
  return group.phase === (own.phase === 'CLOSING_CALL' ? 'CLOSED' : 'CONTINUOUS');
}
