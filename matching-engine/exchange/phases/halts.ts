import type { Halt, IndexValue, Resume, SetProtections, StartAuction } from '../commands.ts';
import { setProtectionsSchema } from '../commands.ts';
import { renewRules } from '../listings/listing-rules.ts';
import { phaseToBe, tellPhase } from './listing-phase.ts';
import { enterPhase, followGroup } from './enter-phase.ts';
import { groupOf, phaseOf, type GroupHalt, type Listing, type PhaseCause } from '../state.ts';
import type { Turn } from '../command-context.ts';
import { breakerHaltOf } from './circuit-breaker.ts';

const listingsOf = (turn: Turn, group: string): Listing[] =>
  [...turn.state.listings.values()].filter(({ facts }) => facts.group === group);

/** The listing that a command names within its group. */
const named = (turn: Turn, { group, ticker }: Halt | Resume): Listing | null =>
  listingsOf(turn, group).find(({ facts }) => facts.ticker === ticker) ?? null;

/** Halts a ticker or a group. What is halted already gets another end. */
// rule HALT_NOTHING_TRADES
export function halt(turn: Turn, command: Halt): void {
  const endsAtMs = command.endsAtMs ?? null;
  if (command.ticker === null) return haltGroup(turn, command.group, { cause: 'HALT', endsAtMs });
  const listing = named(turn, command);
  if (!listing) return;
  const { own } = listing;
  if (own?.phase === 'HALTED' && own.endsAtMs === endsAtMs) return;
  listing.own = { phase: 'HALTED', cause: 'HALT', endsAtMs, extensions: 0 };
  goWhereItBelongs(turn, listing);
}

function haltGroup(turn: Turn, name: string, wanted: GroupHalt): void {
  const group = groupOf(turn.state, name);
  if (group.halt?.cause === wanted.cause && group.halt.endsAtMs === wanted.endsAtMs) return;
  group.halt = wanted;
  for (const listing of listingsOf(turn, name)) {
    if (listing.own?.phase === 'HALTED') continue;
    listing.own = null;
    goWhereItBelongs(turn, listing);
  }
}

/** The listing goes to the phase that it should be in, or is told to be in it for another reason. */
export function goWhereItBelongs(turn: Turn, listing: Listing): void {
  const next = phaseToBe(turn.state, listing);
  if (next.phase === phaseOf(listing)) tellPhase(turn, listing, next);
  else enterPhase(turn, listing, next);
}

/** Ends the halt of a ticker or of a group. */
export function resume(turn: Turn, command: Resume): void {
  if (command.ticker === null) return resumeGroup(turn, command.group);
  const listing = named(turn, command);
  if (listing?.own?.phase === 'HALTED') resumeListing(turn, listing);
}

export function resumeGroup(turn: Turn, name: string): void {
  const group = groupOf(turn.state, name);
  if (!group.halt) return;
  const { cause } = group.halt;
  group.halt = null;
  for (const listing of listingsOf(turn, name))
    if (listing.own?.phase !== 'HALTED') resumeTrading(turn, listing, cause);
}

/** A ticker's halt is over; its group's, if there is one, is not. */
export function resumeListing(turn: Turn, listing: Listing): void {
  const cause = listing.own?.cause ?? 'HALT';
  listing.own = null;
  resumeTrading(turn, listing, cause);
}

/** Continuous trading goes on through a call; in any other phase the listing joins its group. */
// rule RESUME_THROUGH_CALL
export function resumeTrading(turn: Turn, listing: Listing, cause: PhaseCause): void {
  const { phase, halt, protections } = groupOf(turn.state, listing.facts.group);
  if (halt || listing.facts.status === 'SUSPENDED') return goWhereItBelongs(turn, listing);
  if (phase === 'CONTINUOUS' && protections.resumptionCallMs > 0)
    openAuction(turn, listing, cause, protections.resumptionCallMs);
  else followGroup(turn, listing);
}

function openAuction(turn: Turn, listing: Listing, cause: PhaseCause, lengthMs: number): void {
  listing.own = { phase: 'AUCTION', cause, endsAtMs: turn.atMs + lengthMs, extensions: 0 };
  enterPhase(turn, listing, listing.own);
}

/** Starts an auction in continuous trading. */
export function startAuction(turn: Turn, command: StartAuction): void {
  const listing = turn.state.listings.get(command.ticker);
  if (!listing || phaseOf(listing) !== 'CONTINUOUS') return;
  const { priceCallMs } = groupOf(turn.state, listing.facts.group).protections.auctions;
  const lengthMs = command.durationMs ?? priceCallMs;
  if (lengthMs > 0) openAuction(turn, listing, 'COMMAND', lengthMs);
}

/** Holds the index against the circuit breaker: halts the group, and moves its close when that is near. */
export function indexValue(turn: Turn, command: IndexValue): void {
  const group = groupOf(turn.state, command.group);
  if (group.phase !== 'CONTINUOUS' || group.halt) return;
  const { breaker, resumptionCallMs } = group.protections;
  const fires = breakerHaltOf(
    { ...breaker, mostDelayMs: breaker.mostDelayMs - group.closeDelayMs },
    {
      value: command.value,
      previousClose: command.previousClose,
      nowMs: turn.atMs,
      tradingEndsAtMs: group.endsAtMs,
      fired: group.breakerFired,
      resumptionCallMs,
    },
  );
  if (!fires) return;
  group.breakerFired = fires.fired;
  group.closeDelayMs += fires.closeDelayMs;
  if (group.endsAtMs !== null) group.endsAtMs += fires.closeDelayMs;
  haltGroup(turn, command.group, { cause: 'CIRCUIT_BREAKER', endsAtMs: fires.endsAtMs });
}

/** Other protections hold from now on; a call that is on goes by the new ones when it ends. */
export function setProtections(turn: Turn, command: SetProtections): void {
  // In the schema's order of fields, so that equal protections are equal in snapshots.
  const { group: name, protections } = setProtectionsSchema.parse(command);
  groupOf(turn.state, name).protections = protections;
  for (const listing of listingsOf(turn, name)) renewRules(turn.state, listing);
}
