import { CANCEL, MAX_PRICE_TICKS } from '../../core/codes.ts';
import type { BookSnapshot } from '../../core/book-snapshot.ts';
import { defineInstrumentSchema, type DefineInstrument } from '../commands.ts';
import { readBook } from '../orders/book-events.ts';
import { targetPhase, emitPhase } from '../phases/listing-phase.ts';
import { enterPhase } from '../phases/enter-phase.ts';
import { cancelOpenOrders } from './ex-day.ts';
import { updateRules, rulesOf } from './listing-rules.ts';
import { applyStatusChange } from '../phases/status-change.ts';
import { NO_SESSION, phaseOf, type Listing } from '../state.ts';
import { dayNumber } from '../orders/terms.ts';
import type { CommandContext } from '../command-context.ts';

/** Lists an instrument with a book of its own, or changes its facts. */
// rule TWIN_BOOKS
export function defineInstrument(context: CommandContext, command: DefineInstrument): void {
  // In the schema's order of fields, so that equal facts are equal in snapshots.
  const facts = defineInstrumentSchema.parse(command);
  const known = context.state.listings.get(facts.ticker);
  if (known) return redefine(context, known, facts);
  const { state } = context;
  const listing: Listing = {
    facts,
    book: state.options.book(state.pool, state.ring, rulesOf(state, facts, [])),
    own: null,
    marketDataSequence: state.sequenceFloor,
    tradeSequence: state.sequenceFloor,
    nextCloseTicks: 0,
    theoreticalAtMs: null,
    volume: 0,
    volumes: [],
  };
  state.listings.set(facts.ticker, listing);
  listing.book.startTradingDay(
    dayNumber(state.tradeDate),
    ticksOf(facts.previousCloseCentavos, facts.tickCentavos),
  );
  if (state.tradeDate === NO_SESSION) return;
  enterPhase(context, listing, targetPhase(state, listing), listing.book.previousCloseTicks || null);
}

/**
 * Replaces the facts of an instrument. Delisting cancels its orders. A new tick cancels them too, because prices are
 * numbers of ticks; the cancels are emitted under the old tick. A new previous close is an adjusted one and replaces the
 * listing's own; after the session it becomes the next session's.
 */
function redefine(context: CommandContext, listing: Listing, facts: DefineInstrument): void {
  const old = listing.facts;
  if (facts.version <= old.version) return;
  const isNewTick = facts.tickCentavos !== old.tickCentavos;
  if (isNewTick || facts.status === 'DELISTED') cancelOpenOrders(context, listing, CANCEL.MASS_CANCEL);
  listing.facts = facts;
  if (isNewTick) convertTicks(context, listing, old);
  else updateRules(context.state, listing);
  const isAdjusted = facts.previousCloseCentavos !== old.previousCloseCentavos;
  if (isAdjusted) {
    const closeTicks = ticksOf(facts.previousCloseCentavos, facts.tickCentavos);
    listing.book.setPreviousClose(closeTicks);
    readBook(context, listing);
    if (phaseOf(listing) === 'CLOSED') listing.nextCloseTicks = closeTicks;
  }
  if (context.state.tradeDate === NO_SESSION) return;
  if (facts.status !== old.status) applyStatusChange(context, listing, old.status);
  const next = targetPhase(context.state, listing);
  if (facts.group !== old.group && next.phase !== phaseOf(listing)) enterPhase(context, listing, next);
  if (isAdjusted || isNewTick) emitPhase(context, listing, next, listing.book.previousCloseTicks || null);
}

/** Replaces the empty book by one under the new tick, with its reference prices rounded to the nearest tick. */
function convertTicks(context: CommandContext, listing: Listing, old: DefineInstrument): void {
  const { state } = context;
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

/** A price in ticks, rounded to the nearest; 0 for a price that is not positive. */
const ticksOf = (centavos: number, tickCentavos: number): number =>
  centavos > 0 ? Math.min(MAX_PRICE_TICKS, Math.max(1, Math.round(centavos / tickCentavos))) : 0;
