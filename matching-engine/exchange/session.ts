import type { Phase } from '#domain/market/phase.ts';
import type { SetPhase } from './commands.ts';
import { endCalls, enterPhase, expireOrders } from './phases.ts';
import { groupOf, type ExchangeState, type Listing, type OwnPhase } from './state.ts';
import { dayNumber } from './terms.ts';
import type { Turn } from './turn.ts';

/**
 * Moves a group to a phase. CLOSED ends its orders of the day. Another trade date ends those of every group under the
 * old date, an auction that was still to come first, and begins a session: the last trade becomes the previous close.
 */
export function setPhase(turn: Turn, command: SetPhase): void {
  const { state } = turn;
  const isNewSession = command.tradeDate !== state.tradeDate;
  if (!isNewSession && groupOf(state, command.group).phase === command.phase) return;
  const all = [...state.listings.values()];
  const ofGroup = new Set(all.filter((listing) => listing.facts.group === command.group));
  if (isNewSession) endDay(turn, new Set(all), command.tradeDate);
  state.tradeDate = command.tradeDate;
  state.groups.set(command.group, { phase: command.phase, endsAtMs: command.endsAtMs ?? null });
  if (isNewSession) {
    for (const listing of all) startDay(turn, listing);
    return;
  }
  const following = [...ofGroup].filter((listing) => !keepsOwnPhase(listing, command.phase));
  if (command.phase === 'CLOSED') endDay(turn, new Set(following), null);
  for (const listing of following) followGroup(turn, listing);
}

function endDay(turn: Turn, listings: ReadonlySet<Listing>, nextDate: string | null): void {
  endCalls(turn, listings);
  expireOrders(turn, listings, nextDate);
}

/** The first phase of a new session, with the previous close. */
function startDay(turn: Turn, listing: Listing): void {
  const { state } = turn;
  const { book } = listing;
  const closeTicks = listing.nextCloseTicks || book.lastTicks || book.previousCloseTicks;
  listing.nextCloseTicks = 0;
  book.startSession(dayNumber(state.tradeDate), closeTicks);
  if (listing.own?.phase !== 'HALTED') listing.own = null;
  enterPhase(turn, listing, phaseToBe(state, listing), closeTicks || null);
}

/** A halt stands until it is ended; an auction or a late call stands in continuous trading alone. */
const keepsOwnPhase = ({ own }: Listing, groupPhase: Phase): boolean =>
  own !== null && (own.phase === 'HALTED' || groupPhase === 'CONTINUOUS');

/** The listing goes to its group's phase. */
function followGroup(turn: Turn, listing: Listing): void {
  listing.own = null;
  enterPhase(turn, listing, phaseToBe(turn.state, listing));
}

function phaseToBe(state: ExchangeState, listing: Listing): OwnPhase {
  if (listing.own) return listing.own;
  const { phase, endsAtMs } = groupOf(state, listing.facts.group);
  return { phase, cause: 'SCHEDULE', endsAtMs };
}

/** When something ends by itself, so that the exchange must be told the time then; null when nothing does. */
export function nextDueMs(state: Readonly<ExchangeState>): number | null {
  let due = Infinity;
  for (const { own } of state.listings.values()) due = Math.min(due, own?.endsAtMs ?? Infinity);
  return due === Infinity ? null : due;
}

/** Ends what is due: the phases that listings have in place of their groups'. */
export function tellTime(turn: Turn): void {
  const { state, atMs } = turn;
  const due = [...state.listings.values()].filter(({ own }) => (own?.endsAtMs ?? Infinity) <= atMs);
  const closing = due.filter((listing) => groupOf(state, listing.facts.group).phase === 'CLOSED');
  endDay(turn, new Set(closing), null);
  for (const listing of due) followGroup(turn, listing);
}
