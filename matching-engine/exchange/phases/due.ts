import { endDay, rejoinGroup } from './enter-phase.ts';
import { groupOf, type ExchangeState, type Group, type Listing } from '../state.ts';
import type { CommandContext } from '../command-context.ts';
import { extendCall } from './extend-call.ts';
import { enterGroupPhase } from './group-phase.ts';
import { resumeGroup, resumeListing } from './halts.ts';

/**
 * The next instant at which a TIME command is due: a halt, auction or extended call ends, or a delayed phase begins.
 * Null for none.
 */
export function nextDueMs(state: Readonly<ExchangeState>): number | null {
  let due = Infinity;
  for (const { own } of state.listings.values()) due = Math.min(due, own?.endsAtMs ?? Infinity);
  for (const { halt, later } of state.groups.values())
    due = Math.min(due, halt?.endsAtMs ?? Infinity, later[0]?.startsAtMs ?? Infinity);
  return due === Infinity ? null : due;
}

/**
 * Applies due work of the command's instant: ends auctions, extended calls and halts, and begins delayed phases. In
 * order of time; events carry the due time.
 */
export function applyDue(context: CommandContext): void {
  const { state, atMs } = context;
  for (let due = nextDueMs(state); due !== null && due <= atMs; due = nextDueMs(state)) {
    context.atMs = Math.max(due, state.lastMs);
    for (const [name, group] of state.groups) applyDueOfGroup(context, name, group, due);
    for (const listing of state.listings.values()) if (isDue(listing.own, due)) endOwnPhase(context, listing);
  }
  context.atMs = atMs;
}

const isDue = (phase: { readonly endsAtMs: number | null } | null, due: number): boolean =>
  phase !== null && phase.endsAtMs !== null && phase.endsAtMs <= due;

function applyDueOfGroup(context: CommandContext, name: string, group: Group, due: number): void {
  if (isDue(group.halt, due)) resumeGroup(context, name);
  const [next, ...later] = group.later;
  if (!next || next.startsAtMs > due) return;
  group.later = later;
  enterGroupPhase(context, name, next);
}

/** Ends a listing's own phase, or extends its call once more. */
function endOwnPhase(context: CommandContext, listing: Listing): void {
  const group = groupOf(context.state, listing.facts.group);
  const { scheduled, auction } = group.protections.extensions;
  if (listing.own?.phase === 'HALTED') return resumeListing(context, listing);
  if (extendCall(context, listing, listing.own?.phase === 'AUCTION' ? auction : scheduled)) return;
  if (group.phase === 'CLOSED') endDay(context, new Set([listing]), null);
  rejoinGroup(context, listing);
}
