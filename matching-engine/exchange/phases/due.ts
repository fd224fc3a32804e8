import { endDay, followGroup } from './enter-phase.ts';
import { groupOf, type ExchangeState, type Group, type Listing } from '../state.ts';
import type { Turn } from '../command-context.ts';
import { extendCall } from './extend-call.ts';
import { enterGroupPhase } from './group-phase.ts';
import { resumeGroup, resumeListing } from './halts.ts';

/** When something ends or begins by itself, so that the exchange must be told the time then; null when nothing does. */
export function nextDueMs(state: Readonly<ExchangeState>): number | null {
  let due = Infinity;
  for (const { own } of state.listings.values()) due = Math.min(due, own?.endsAtMs ?? Infinity);
  for (const { halt, later } of state.groups.values())
    due = Math.min(due, halt?.endsAtMs ?? Infinity, later[0]?.startsAtMs ?? Infinity);
  return due === Infinity ? null : due;
}

/**
 * Ends what is due at the turn's instant: auctions, extended calls and halts; and begins phases that were to come
 * later. All in the order of time, each told with the instant at which it was due.
 */
export function endDue(turn: Turn): void {
  const { state, atMs } = turn;
  for (let due = nextDueMs(state); due !== null && due <= atMs; due = nextDueMs(state)) {
    turn.atMs = Math.max(due, state.lastMs);
    for (const [name, group] of state.groups) endDueOfGroup(turn, name, group, due);
    for (const listing of state.listings.values()) if (isDue(listing.own, due)) endOwnPhase(turn, listing);
  }
  turn.atMs = atMs;
}

const isDue = (phase: { readonly endsAtMs: number | null } | null, due: number): boolean =>
  phase !== null && phase.endsAtMs !== null && phase.endsAtMs <= due;

function endDueOfGroup(turn: Turn, name: string, group: Group, due: number): void {
  if (isDue(group.halt, due)) resumeGroup(turn, name);
  const [next, ...later] = group.later;
  if (!next || next.startsAtMs > due) return;
  group.later = later;
  enterGroupPhase(turn, name, next);
}

/** A halt, an auction or an extended call of a listing has come to its end. */
function endOwnPhase(turn: Turn, listing: Listing): void {
  const group = groupOf(turn.state, listing.facts.group);
  const { scheduled, auction } = group.protections.extensions;
  if (listing.own?.phase === 'HALTED') return resumeListing(turn, listing);
  if (extendCall(turn, listing, listing.own?.phase === 'AUCTION' ? auction : scheduled)) return;
  if (group.phase === 'CLOSED') endDay(turn, new Set([listing]), null);
  followGroup(turn, listing);
}
