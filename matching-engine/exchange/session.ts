import type { DefineInstrument, PublishBook, SetPhase } from './commands.ts';
import { cancelResting, expire, withdraw } from './life.ts';
import { createPriceLevelBook } from './price-level-book.ts';
import type { Order } from './order.ts';
import { NO_SESSION, phaseOf, type ExchangeState, type Listing } from './state.ts';
import { tell, tellTouchedLevels, type Turn } from './turn.ts';

/**
 * Moves a group to a phase. CLOSED ends its orders of the day. Another trade date ends those of every group and begins
 * a session: the last trade becomes the previous close.
 */
export function setPhase(turn: Turn, command: SetPhase): void {
  const { state } = turn;
  const isNewSession = command.tradeDate !== state.tradeDate;
  const isNewPhase = state.phases.get(command.group) !== command.phase;
  if (!isNewSession && !isNewPhase) return;

  const isConcerned = (listing: Listing): boolean => isNewSession || listing.facts.group === command.group;
  if (isNewSession || command.phase === 'CLOSED') expireDayOrders(turn, isConcerned);
  state.tradeDate = command.tradeDate;
  state.phases.set(command.group, command.phase);
  for (const listing of state.listings.values()) {
    if (!isConcerned(listing)) continue;
    if (isNewSession) carryClose(listing);
    tellPhase(turn, listing, isNewSession ? listing.previousCloseTicks : null);
  }
}

/** Ends DAY orders in order of entry, and tells the books of the session that they belonged to. */
function expireDayOrders(turn: Turn, isConcerned: (listing: Listing) => boolean): void {
  for (const order of openOrders(turn.state)) {
    const listing = turn.state.listings.get(order.ticker);
    if (!listing || !isConcerned(listing) || order.timeInForce !== 'DAY') continue;
    withdraw(turn, order);
    expire(turn, order, 'END_OF_DAY');
  }
  tellTouchedLevels(turn);
}

function carryClose(listing: Listing): void {
  listing.previousCloseTicks = listing.lastTradeTicks ?? listing.previousCloseTicks;
  listing.lastTradeTicks = null;
}

function tellPhase(turn: Turn, listing: Listing, previousCloseTicks: number | null): void {
  tell(turn, listing, { type: 'PHASE_CHANGED', phase: phaseOf(turn.state, listing), previousCloseTicks });
}

/** All open orders, by member in order of entry: a copy, so that they may end on the way. */
const openOrders = (state: ExchangeState): Order[] =>
  [...state.members.values()].flatMap((member) => [...member.open.values()]);

/** Lists an instrument, or changes what is known of it. */
export function defineInstrument(turn: Turn, command: DefineInstrument): void {
  const known = turn.state.listings.get(command.ticker);
  if (known) return redefine(turn, known, command);
  const listing: Listing = {
    facts: command,
    book: createPriceLevelBook(),
    marketDataSequence: 0,
    tradeSequence: 0,
    lastTradeTicks: null,
    previousCloseTicks: ticksOf(command.previousCloseCentavos, command.tickCentavos),
  };
  turn.state.listings.set(command.ticker, listing);
  if (turn.state.tradeDate !== NO_SESSION) tellPhase(turn, listing, listing.previousCloseTicks);
}

/**
 * New facts hold for what comes. Prices are told in ticks, so under another tick the open orders stand nowhere: they
 * are canceled, told under the old tick. Another previous close is an adjusted one and replaces ours.
 */
function redefine(turn: Turn, listing: Listing, command: DefineInstrument): void {
  const old = listing.facts;
  if (command.version <= old.version) return;
  const isNewTick = command.tickCentavos !== old.tickCentavos;
  if (isNewTick) cancelAll(turn, command.ticker);
  listing.facts = command;
  if (isNewTick) {
    const convert = (ticks: number | null): number | null =>
      ticks === null ? null : ticksOf(ticks * old.tickCentavos, command.tickCentavos);
    listing.lastTradeTicks = convert(listing.lastTradeTicks);
    listing.previousCloseTicks = convert(listing.previousCloseTicks);
  }
  const isAdjusted = command.previousCloseCentavos !== old.previousCloseCentavos;
  if (isAdjusted) listing.previousCloseTicks = ticksOf(command.previousCloseCentavos, command.tickCentavos);
  if (turn.state.tradeDate !== NO_SESSION && (isAdjusted || isNewTick))
    tellPhase(turn, listing, listing.previousCloseTicks);
}

function cancelAll(turn: Turn, ticker: string): void {
  for (const order of openOrders(turn.state))
    if (order.ticker === ticker) cancelResting(turn, order, null, 'MASS_CANCEL');
  tellTouchedLevels(turn);
}

/** A price in ticks, the nearest one; null for a price that is not positive. */
const ticksOf = (centavos: number, tickCentavos: number): number | null =>
  centavos > 0 ? Math.max(1, Math.round(centavos / tickCentavos)) : null;

/** Tells the whole book, from which a consumer that lost a message may go on. */
export function publishBook(turn: Turn, command: PublishBook): void {
  const listing = turn.state.listings.get(command.ticker);
  if (!listing) return;
  tell(turn, listing, {
    type: 'BOOK_SNAPSHOT',
    phase: phaseOf(turn.state, listing),
    bids: listing.book.levels('BUY'),
    asks: listing.book.levels('SELL'),
  });
}
