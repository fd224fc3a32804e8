import type { BookRules } from '../book-rules.ts';
import type { BookSnapshot } from '../book-snapshot.ts';
import { BUY, PHASE, RULE, TIF, TYPE } from '../codes.ts';
import { ruleOfNewOrder } from '../entry-rules.ts';
import { EVENT } from '../event-ring.ts';
import type { BookFactory, BookLevel, MatchingBook } from '../matching-book.ts';
import {
  FILLED,
  KIND,
  LIMIT_TICKS,
  SHOWN,
  sideOfKind,
  STATE,
  timeInForceOfKind,
  typeOfKind,
} from '../order-pool.ts';
import { findTheoretical, tellTheoretical, uncross } from './auction/auction.ts';
import { BookState, PLACE_BITS, RESTING, WAITING_STOP } from './book-state.ts';
import { captured, restore } from './snapshot.ts';
import { enterContinuous, tradeAndRest } from './continuous/matching.ts';
import { joinCall, leave, replaceOrder } from './replace.ts';
import { runStops, withinProtection } from './stops/stops.ts';

/** The book of production: all in typed arrays, nothing searched, no object for an order or an event. */
export const createFastBook: BookFactory = (pool, ring, rules, snapshot) => {
  const state = new BookState(pool, ring, rules);
  if (snapshot) restore(state, snapshot.book, snapshot.tradeDay);
  state.ruleBy(rules);
  return new FastBook(state);
};

class FastBook implements MatchingBook {
  private readonly state: BookState;

  constructor(state: BookState) {
    this.state = state;
  }

  get phase(): number {
    return this.state.phase;
  }

  get lastTicks(): number {
    return this.state.lastTicks;
  }

  get previousCloseTicks(): number {
    return this.state.previousCloseTicks;
  }

  setRules(rules: BookRules): void {
    this.state.ruleBy(rules);
  }

  startSession(tradeDay: number, previousCloseTicks: number): void {
    const { state } = this;
    state.tradeDay = tradeDay;
    state.previousCloseTicks = previousCloseTicks;
    state.lastTicks = 0;
    state.auctionTicks = 0;
    state.drawTunnels();
    this.finish();
  }

  setPreviousClose(previousCloseTicks: number): void {
    this.state.previousCloseTicks = previousCloseTicks;
    this.state.drawTunnels();
    this.finish();
  }

  setPhase(phase: number): void {
    const { state } = this;
    const ends = phase === PHASE.CONTINUOUS || phase === PHASE.CLOSED;
    if (ends && state.phase !== PHASE.CONTINUOUS) uncross(state);
    if (phase !== state.phase) state.goTo(phase);
    if (phase !== PHASE.CONTINUOUS) state.forgetTraded();
    this.finish();
  }

  enter(slot: number): void {
    const { state } = this;
    const { fields } = state.pool;
    const at = slot << 4;
    fields[at + FILLED] = 0;
    fields[at + SHOWN] = 0;
    fields[at + STATE] = 0;
    const kind = fields[at + KIND]!;
    if (state.isPlain(fields, at, kind)) return this.enterPlain(fields, slot, kind);
    const rule =
      ruleOfNewOrder(fields, at, state) ||
      (typeOfKind(kind) === TYPE.MARKET && !isForCall(kind) ? priceMarketOrder(state, slot) : 0);
    if (rule !== 0) return state.ring.push(EVENT.REJECTED, slot, rule);
    state.ring.push(EVENT.ACCEPTED, slot, fields[at + LIMIT_TICKS]);
    place(state, slot);
    this.finish();
  }

  /** Most orders meet no price and rest: then nothing can follow, and nothing is looked for. */
  private enterPlain(fields: Int32Array, slot: number, kind: number): void {
    const { state } = this;
    const side = sideOfKind(kind);
    const limitTicks = fields[(slot << 4) + LIMIT_TICKS]!;
    const own = side === BUY ? state.bids : state.asks;
    const opposite = side === BUY ? state.asks : state.bids;
    const rests = timeInForceOfKind(kind) === TIF.DAY;
    if (rests && opposite.bestKey > (limitTicks ^ opposite.mask))
      return state.acceptAtRest(fields, slot, side, own, limitTicks ^ own.mask);
    state.ring.push(EVENT.ACCEPTED, slot, limitTicks);
    tradeAndRest(state, slot);
    this.finish();
  }

  cancel(slot: number, reason: number): void {
    const place = this.placeOf(slot);
    if (place === RESTING && !this.state.isGathering) return this.state.cancelAtRest(slot, reason);
    leave(this.state, slot, place);
    this.state.tellCanceled(slot, reason);
    this.finish();
  }

  expire(slot: number, reason: number): void {
    leave(this.state, slot, this.placeOf(slot));
    this.state.tellExpired(slot, reason);
    this.finish();
  }

  replace(
    slot: number,
    quantity: number,
    limitTicks: number,
    stopTicks: number,
    displayQuantity: number,
    minimumQuantity: number,
  ): void {
    const change = { quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity };
    replaceOrder(this.state, slot, this.placeOf(slot), change);
    this.finish();
  }

  isOpen(slot: number): boolean {
    const marked = this.state.pool.fields[(slot << 4) + STATE] ?? 0;
    return (marked >> PLACE_BITS) << PLACE_BITS === this.state.mark;
  }

  filledOf(slot: number): number {
    this.placeOf(slot);
    return this.state.pool.fields[(slot << 4) + FILLED]!;
  }

  bestTicks(side: number): number {
    const ladder = this.state.ladderOf(side);
    return ladder.bestLevel === 0 ? 0 : ladder.bestKey ^ ladder.mask;
  }

  levels(side: number, depth: number): readonly BookLevel[] {
    const ladder = this.state.ladderOf(side);
    const found: BookLevel[] = [];
    for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level))) {
      if (found.length >= depth) break;
      found.push({
        priceTicks: ladder.ticksOf(level),
        quantity: ladder.displayedOf(level),
        orders: ladder.ordersOf(level),
      });
    }
    return found;
  }

  theoretical(): { readonly priceTicks: number; readonly quantity: number } {
    findTheoretical(this.state);
    const { priceTicks, quantity } = this.state.demand;
    return { priceTicks, quantity };
  }

  capture(): BookSnapshot {
    return captured(this.state);
  }

  /** Where an open order of this book is. */
  private placeOf(slot: number): number {
    const { state } = this;
    const place = (state.pool.fields[(slot << 4) + STATE] ?? 0) - state.mark;
    if (place <= 0 || place >= 1 << PLACE_BITS)
      throw new Error(`no open order of this book has the slot ${slot}`);
    return place;
  }

  /** What follows from an operation, and what it changed. */
  private finish(): void {
    const { state } = this;
    if (state.tradedHighTicks !== 0 || state.triggered.first !== 0) runStops(state);
    state.touched.tell(state.ring);
    if (state.isGathering || state.theoreticalTicks !== 0) tellTheoretical(state);
  }
}

/** Gives a market order that is for now the limit that it has from then on; the rule broken when there is none. */
function priceMarketOrder(state: BookState, slot: number): number {
  const { fields } = state.pool;
  const kind = fields[(slot << 4) + KIND]!;
  const opposite = state.ladderOf(1 - sideOfKind(kind));
  if (opposite.bestLevel === 0) return RULE.NO_OPPOSITE_PRICE;
  fields[(slot << 4) + LIMIT_TICKS] = withinProtection(fields, slot, opposite.ticksOf(opposite.bestLevel));
  return 0;
}

const isForCall = (kind: number): boolean =>
  timeInForceOfKind(kind) === TIF.AUCTION || timeInForceOfKind(kind) === TIF.AT_CLOSE;

/** Brings an accepted order to where it belongs. */
function place(state: BookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  const kind = fields[at + KIND]!;
  const type = typeOfKind(kind);
  if (type === TYPE.STOP || type === TYPE.STOP_LIMIT) {
    fields[at + STATE] = state.mark | WAITING_STOP;
    state.stops.append(slot);
  } else if (isForCall(kind)) joinCall(state, slot);
  else if (state.isGathering) state.rest(slot);
  else enterContinuous(state, slot);
}
