import type { SetPhase } from '../commands.ts';
import { beginExDay, exActionsOf } from '../listings/ex-day.ts';
import { updateRules } from '../listings/listing-rules.ts';
import { targetPhase } from './listing-phase.ts';
import { endDay, enterPhase } from './enter-phase.ts';
import { applyDue } from './due.ts';
import { endBreakerHalt, enterGroupPhase } from './group-phase.ts';
import { withSession } from '../listings/volumes.ts';
import { groupOf, NO_SESSION, lastSetPhase, type LaterPhase, type Listing } from '../state.ts';
import { dayNumber } from '../orders/terms.ts';
import type { CommandContext } from '../command-context.ts';

/**
 * Moves a group to a phase, after all earlier due work. CLOSED ends the group's day orders. Another trade date
 * first runs the delayed phases of every group, ends their day orders under the old date, and then begins a session:
 * the last trade becomes the previous close.
 */
// rule PHASES_OF_THE_DAY
export function setPhase(context: CommandContext, command: SetPhase): void {
  const { state } = context;
  applyDue(context);
  const next = { phase: command.phase, startsAtMs: context.atMs, endsAtMs: command.endsAtMs ?? null };
  if (command.tradeDate !== state.tradeDate) return beginTradingSession(context, command, next);
  if (lastSetPhase(state, command.group) === command.phase) return;
  const group = groupOf(state, command.group);
  const isClose = command.phase === 'CLOSING_CALL' || command.phase === 'CLOSED';
  if (isClose && group.closeDelayMs > 0) group.later = [...group.later, delayed(next, group.closeDelayMs)];
  else enterGroupPhase(context, command.group, next);
}

const delayed = ({ phase, startsAtMs, endsAtMs }: LaterPhase, delayMs: number): LaterPhase => ({
  phase,
  startsAtMs: startsAtMs + delayMs,
  endsAtMs: endsAtMs === null ? null : endsAtMs + delayMs,
});

function beginTradingSession(context: CommandContext, command: SetPhase, next: LaterPhase): void {
  const { state } = context;
  for (const [name, group] of state.groups) {
    const { later } = group;
    group.later = [];
    for (const phase of later) enterGroupPhase(context, name, phase);
  }
  const all = [...state.listings.values()];
  endDay(context, new Set(all), command.tradeDate);
  const lastDate = state.tradeDate;
  state.tradeDate = command.tradeDate;
  for (const group of state.groups.values()) {
    group.breakerFired = 0;
    group.closeDelayMs = 0;
    endBreakerHalt(group);
  }
  const group = groupOf(state, command.group);
  group.phase = next.phase;
  group.endsAtMs = next.endsAtMs;
  for (const listing of all) startTradingDay(context, listing, lastDate);
}

/** Begins the session of a listing: its previous close, adjusted on an ex-day, and its first phase. */
function startTradingDay(context: CommandContext, listing: Listing, lastDate: string): void {
  const { state } = context;
  const { book } = listing;
  // rule ADJUSTED_PREVIOUS_CLOSE
  let closeTicks = listing.nextCloseTicks || book.lastTicks || book.previousCloseTicks;
  listing.nextCloseTicks = 0;
  listing.theoreticalAtMs = null;
  if (lastDate !== NO_SESSION) {
    const { meanSessions } = groupOf(state, listing.facts.group).protections.auctions;
    listing.volumes = withSession(listing.volumes, listing.volume, meanSessions);
    updateRules(state, listing);
  }
  const exActions = lastDate === NO_SESSION ? [] : exActionsOf(listing, lastDate, state.tradeDate);
  if (exActions.length > 0) closeTicks = beginExDay(context, listing, exActions, closeTicks);
  listing.volume = 0;
  book.startTradingDay(dayNumber(state.tradeDate), closeTicks);
  if (listing.own?.phase !== 'HALTED') listing.own = null;
  enterPhase(context, listing, targetPhase(state, listing), closeTicks || null);
}
