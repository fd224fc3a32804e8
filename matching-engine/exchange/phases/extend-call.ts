import type { ExtensionRules } from '#domain/market/protections.ts';
import type { Phase } from '#domain/market/phase.ts';
import { tellPhase } from './listing-phase.ts';
import { groupOf, phaseOf, type Listing } from '../state.ts';
import type { Turn } from '../command-context.ts';
import { extendedUntilMs } from './call-extension.ts';

/** Extends a scheduled call into the phase that follows it, when it has a reason to. */
export function extendCallInto(turn: Turn, listing: Listing, next: Phase): void {
  const phase = phaseOf(listing);
  const follows =
    (phase === 'OPENING_CALL' && next === 'CONTINUOUS') || (phase === 'CLOSING_CALL' && next === 'CLOSED');
  if (!follows || listing.own !== null) return;
  extendCall(turn, listing, groupOf(turn.state, listing.facts.group).protections.extensions.scheduled);
}

/** Extends the call that a listing is in and that ends now; false when it has no reason to go on. */
export function extendCall(turn: Turn, listing: Listing, rules: ExtensionRules): boolean {
  const { book, own } = listing;
  const extensions = own?.extensions ?? 0;
  const endsAtMs = extendedUntilMs(rules, {
    endsAtMs: turn.atMs,
    extensions,
    changedAtMs: listing.theoreticalAtMs,
    theoreticalTicks: rules.tunnelPpm > 0 ? book.theoretical().priceTicks : 0,
    referenceTicks: book.lastTicks || book.previousCloseTicks,
  });
  if (endsAtMs === null) return false;
  listing.own = { phase: phaseOf(listing), cause: 'EXTENSION', endsAtMs, extensions: extensions + 1 };
  tellPhase(turn, listing, listing.own);
  return true;
}
