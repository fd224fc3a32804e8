import type { ExtensionRules } from '#domain/market/protections.ts';
import type { Phase } from '#domain/market/phase.ts';
import { emitPhase } from './listing-phase.ts';
import { groupOf, phaseOf, type Listing } from '../state.ts';
import type { CommandContext } from '../command-context.ts';
import { extendedUntilMs } from './call-extension.ts';

/** Extends a scheduled call beyond the start of its next phase, when the extension rules require it. */
export function extendCallInto(context: CommandContext, listing: Listing, next: Phase): void {
  const phase = phaseOf(listing);
  const follows =
    (phase === 'OPENING_CALL' && next === 'CONTINUOUS') || (phase === 'CLOSING_CALL' && next === 'CLOSED');
  if (!follows || listing.own !== null) return;
  extendCall(context, listing, groupOf(context.state, listing.facts.group).protections.extensions.scheduled);
}

/** Extends a listing's call that ends now; false when the rules require no extension. */
export function extendCall(context: CommandContext, listing: Listing, rules: ExtensionRules): boolean {
  const { book, own } = listing;
  const extensions = own?.extensions ?? 0;
  const endsAtMs = extendedUntilMs(rules, {
    endsAtMs: context.atMs,
    extensions,
    changedAtMs: listing.theoreticalAtMs,
    theoreticalTicks: rules.tunnelPpm > 0 ? book.theoretical().priceTicks : 0,
    referenceTicks: book.lastTicks || book.previousCloseTicks,
  });
  if (endsAtMs === null) return false;
  listing.own = { phase: phaseOf(listing), cause: 'EXTENSION', endsAtMs, extensions: extensions + 1 };
  emitPhase(context, listing, listing.own);
  return true;
}
