import type { PhaseCause } from '#domain/market/phase.ts';
import type { Halt, IndexValue, Resume, SetProtections, StartAuction } from '../commands.ts';
import { setProtectionsSchema } from '../commands.ts';
import { updateRules } from '../listings/listing-rules.ts';
import { targetPhase, emitPhase } from './listing-phase.ts';
import { enterPhase, rejoinGroup } from './enter-phase.ts';
import { groupOf, phaseOf, type GroupHalt, type Listing } from '../state.ts';
import type { CommandContext } from '../command-context.ts';
import { breakerHaltOf } from './circuit-breaker.ts';

const listingsOf = (context: CommandContext, group: string): Listing[] =>
  [...context.state.listings.values()].filter(({ facts }) => facts.group === group);

/** The listing that a command names in its group; null when there is none. */
const listingNamedBy = (context: CommandContext, { group, ticker }: Halt | Resume): Listing | null =>
  listingsOf(context, group).find(({ facts }) => facts.ticker === ticker) ?? null;

/** Halts a ticker or a group. A ticker or group that is halted already gets the new end. */
// rule HALT_NOTHING_TRADES
export function halt(context: CommandContext, command: Halt): void {
  const endsAtMs = command.endsAtMs ?? null;
  if (command.ticker === null) return haltGroup(context, command.group, { cause: 'HALT', endsAtMs });
  const listing = listingNamedBy(context, command);
  if (!listing) return;
  const { own } = listing;
  if (own?.phase === 'HALTED' && own.endsAtMs === endsAtMs) return;
  listing.own = { phase: 'HALTED', cause: 'HALT', endsAtMs, extensions: 0 };
  enterTargetPhase(context, listing);
}

function haltGroup(context: CommandContext, name: string, wanted: GroupHalt): void {
  const group = groupOf(context.state, name);
  if (group.halt?.cause === wanted.cause && group.halt.endsAtMs === wanted.endsAtMs) return;
  group.halt = wanted;
  for (const listing of listingsOf(context, name)) {
    if (listing.own?.phase === 'HALTED') continue;
    listing.own = null;
    enterTargetPhase(context, listing);
  }
}

/** Enters the target phase; if already there, emits the new cause. */
export function enterTargetPhase(context: CommandContext, listing: Listing): void {
  const next = targetPhase(context.state, listing);
  if (next.phase === phaseOf(listing)) emitPhase(context, listing, next);
  else enterPhase(context, listing, next);
}

/** Ends the halt of a ticker or of a group. */
export function resume(context: CommandContext, command: Resume): void {
  if (command.ticker === null) return resumeGroup(context, command.group);
  const listing = listingNamedBy(context, command);
  if (listing?.own?.phase === 'HALTED') resumeListing(context, listing);
}

export function resumeGroup(context: CommandContext, name: string): void {
  const group = groupOf(context.state, name);
  if (!group.halt) return;
  const { cause } = group.halt;
  group.halt = null;
  for (const listing of listingsOf(context, name))
    if (listing.own?.phase !== 'HALTED') resumeTrading(context, listing, cause);
}

/** Ends a ticker's halt; a halt of its group stays. */
export function resumeListing(context: CommandContext, listing: Listing): void {
  const cause = listing.own?.cause ?? 'HALT';
  listing.own = null;
  resumeTrading(context, listing, cause);
}

/** Resumes continuous trading through a call; in any other phase the listing rejoins its group. */
// rule RESUME_THROUGH_CALL
export function resumeTrading(context: CommandContext, listing: Listing, cause: PhaseCause): void {
  const { phase, halt, protections } = groupOf(context.state, listing.facts.group);
  if (halt || listing.facts.status === 'SUSPENDED') return enterTargetPhase(context, listing);
  if (phase === 'CONTINUOUS' && protections.resumptionCallMs > 0)
    openAuction(context, listing, cause, protections.resumptionCallMs);
  else rejoinGroup(context, listing);
}

function openAuction(context: CommandContext, listing: Listing, cause: PhaseCause, lengthMs: number): void {
  listing.own = { phase: 'AUCTION', cause, endsAtMs: context.atMs + lengthMs, extensions: 0 };
  enterPhase(context, listing, listing.own);
}

/** Starts an auction in continuous trading. */
export function startAuction(context: CommandContext, command: StartAuction): void {
  const listing = context.state.listings.get(command.ticker);
  if (!listing || phaseOf(listing) !== 'CONTINUOUS') return;
  const { priceCallMs } = groupOf(context.state, listing.facts.group).protections.auctions;
  const lengthMs = command.durationMs ?? priceCallMs;
  if (lengthMs > 0) openAuction(context, listing, 'COMMAND', lengthMs);
}

/** Applies an index value to the circuit breaker, which may halt the group and delay its close. */
export function applyIndexValue(context: CommandContext, command: IndexValue): void {
  const group = groupOf(context.state, command.group);
  if (group.phase !== 'CONTINUOUS' || group.halt) return;
  const { breaker, resumptionCallMs } = group.protections;
  const firing = breakerHaltOf(
    { ...breaker, mostDelayMs: breaker.mostDelayMs - group.closeDelayMs },
    {
      value: command.value,
      previousClose: command.previousClose,
      nowMs: context.atMs,
      tradingEndsAtMs: group.endsAtMs,
      fired: group.breakerFired,
      resumptionCallMs,
    },
  );
  if (!firing) return;
  group.breakerFired = firing.fired;
  group.closeDelayMs += firing.closeDelayMs;
  if (group.endsAtMs !== null) group.endsAtMs += firing.closeDelayMs;
  haltGroup(context, command.group, { cause: 'CIRCUIT_BREAKER', endsAtMs: firing.endsAtMs });
}

/** Replaces the protections of a group; a running call ends under the new ones. */
export function setProtections(context: CommandContext, command: SetProtections): void {
  // In the schema's order of fields, so that equal protections are equal in snapshots.
  const { group: name, protections } = setProtectionsSchema.parse(command);
  groupOf(context.state, name).protections = protections;
  for (const listing of listingsOf(context, name)) updateRules(context.state, listing);
}
