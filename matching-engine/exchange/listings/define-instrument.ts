import { BUY, CANCEL, isCall, MAX_PRICE_TICKS, SELL } from '../../core/codes.ts';
import type { BookSnapshot } from '../../core/book-snapshot.ts';
import { defineInstrumentSchema, type DefineInstrument, type PublishBook } from '../commands.ts';
import { readBook } from '../orders/book-events.ts';
import { phaseToBe, tellPhase } from '../phases/listing-phase.ts';
import { enterPhase } from '../phases/enter-phase.ts';
import { renewRules, rulesOf } from './listing-rules.ts';
import { followStatus } from '../phases/status-change.ts';
import { NO_SESSION, openOrders, phaseOf, type Listing } from '../state.ts';
import { dayNumber } from '../orders/terms.ts';
import { tell, tellLevels, type Turn } from '../command-context.ts';

/** Lists an instrument with a book of its own, or changes what is known of it. */
// rule TWIN_BOOKS
export function defineInstrument(turn: Turn, command: DefineInstrument): void {
  // In the schema's order of fields, so that equal facts are equal in snapshots.
  const facts = defineInstrumentSchema.parse(command);
  const known = turn.state.listings.get(facts.ticker);
  if (known) return redefine(turn, known, facts);
  const { state } = turn;
  const listing: Listing = {
    facts,
    book: state.options.book(state.pool, state.ring, rulesOf(state, facts, [])),
    own: null,
    marketDataSequence: 0,
    tradeSequence: 0,
    nextCloseTicks: 0,
    theoreticalAtMs: null,
    volume: 0,
    volumes: [],
  };
  state.listings.set(facts.ticker, listing);
  listing.book.startSession(
    dayNumber(state.tradeDate),
    ticksOf(facts.previousCloseCentavos, facts.tickCentavos),
  );
  if (state.tradeDate === NO_SESSION) return;
  enterPhase(turn, listing, phaseToBe(state, listing), listing.book.previousCloseTicks || null);
}

/**
 * New facts hold for what comes; a delisted instrument's orders are canceled. Prices are told in ticks, so under
 * another tick the open orders stand nowhere: they are canceled, told under the old tick. Another previous close is an
 * adjusted one and replaces ours: told after the session it is the next one's.
 */
function redefine(turn: Turn, listing: Listing, facts: DefineInstrument): void {
  const old = listing.facts;
  if (facts.version <= old.version) return;
  const isNewTick = facts.tickCentavos !== old.tickCentavos;
  if (isNewTick || facts.status === 'DELISTED') cancelOpen(turn, listing);
  listing.facts = facts;
  if (isNewTick) convertTicks(turn, listing, old);
  else renewRules(turn.state, listing);
  const isAdjusted = facts.previousCloseCentavos !== old.previousCloseCentavos;
  if (isAdjusted) {
    const closeTicks = ticksOf(facts.previousCloseCentavos, facts.tickCentavos);
    listing.book.setPreviousClose(closeTicks);
    readBook(turn, listing);
    if (phaseOf(listing) === 'CLOSED') listing.nextCloseTicks = closeTicks;
  }
  if (turn.state.tradeDate === NO_SESSION) return;
  if (facts.status !== old.status) followStatus(turn, listing, old.status);
  const next = phaseToBe(turn.state, listing);
  if (facts.group !== old.group && next.phase !== phaseOf(listing)) enterPhase(turn, listing, next);
  if (isAdjusted || isNewTick) tellPhase(turn, listing, next, listing.book.previousCloseTicks || null);
}

function cancelOpen(turn: Turn, listing: Listing): void {
  for (const order of openOrders(turn.state)) {
    if (order.ticker !== listing.facts.ticker) continue;
    listing.book.cancel(order.slot, CANCEL.MASS_CANCEL);
    readBook(turn, listing);
  }
  tellLevels(turn, listing);
}

/** The same empty book under another tick: what is known of prices goes to the nearest ticks. */
function convertTicks(turn: Turn, listing: Listing, old: DefineInstrument): void {
  const { state } = turn;
  const { facts } = listing;
  const convert = (ticks: number): number => ticksOf(ticks * old.tickCentavos, facts.tickCentavos);
  const before = listing.book.capture();
  const book: BookSnapshot = {
    ...before,
    lastTicks: convert(before.lastTicks),
    previousCloseTicks: convert(before.previousCloseTicks),
    auctionTicks: convert(before.auctionTicks),
  };
  const tradeDay = dayNumber(state.tradeDate);
  listing.nextCloseTicks = convert(listing.nextCloseTicks);
  listing.book = state.options.book(state.pool, state.ring, rulesOf(state, facts, listing.volumes), {
    book,
    tradeDay,
  });
}

/** A price in ticks, the nearest one; 0 for a price that is not positive. */
const ticksOf = (centavos: number, tickCentavos: number): number =>
  centavos > 0 ? Math.min(MAX_PRICE_TICKS, Math.max(1, Math.round(centavos / tickCentavos))) : 0;

/** Tells the whole book, from which a consumer that lost a message may go on. */
export function publishBook(turn: Turn, command: PublishBook): void {
  const listing = turn.state.listings.get(command.ticker);
  if (!listing) return;
  const { book } = listing;
  const { priceTicks, quantity } = isCall(book.phase) ? book.theoretical() : { priceTicks: 0, quantity: 0 };
  tell(turn, listing, {
    type: 'BOOK_SNAPSHOT',
    phase: phaseOf(listing),
    bids: [...book.levels(BUY, Infinity)],
    asks: [...book.levels(SELL, Infinity)],
    ...(book.lastTicks === 0 ? {} : { lastTradeTicks: book.lastTicks }),
    ...(book.previousCloseTicks === 0 ? {} : { previousCloseTicks: book.previousCloseTicks }),
    tradeSequence: listing.tradeSequence,
    ...(quantity > 0 ? { theoretical: { priceTicks, quantity } } : {}),
  });
}
