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
import { computeTheoretical, emitTheoretical, uncross } from './auction/auction.ts';
import { FastBookState, QUEUE_BITS, RESTING, WAITING_STOP } from './book-state.ts';
import { captureBook, restoreBook } from './snapshot.ts';
import { enterContinuous, match } from './continuous/matching.ts';
import { queueForCall, removeOrder, replaceOrder } from './replace.ts';
import { runStops, withinProtection } from './stops/stops.ts';

/** The book that runs in production: typed arrays, no searches, no allocation per order or event. */
export const createFastBook: BookFactory = (pool, ring, rules, snapshot) => {
  const state = new FastBookState(pool, ring, rules);
  if (snapshot) restoreBook(state, snapshot.book, snapshot.tradeDay);
  state.setRules(rules);
  return new FastBook(state);
};

class FastBook implements MatchingBook {
  private readonly state: FastBookState;

  constructor(state: FastBookState) {
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
    this.state.setRules(rules);
  }

  startTradingDay(tradeDay: number, previousCloseTicks: number): void {
    const { state } = this;
    state.tradeDay = tradeDay;
    state.previousCloseTicks = previousCloseTicks;
    state.lastTicks = 0;
    state.auctionTicks = 0;
    state.updateTunnels();
    this.finish();
  }

  setPreviousClose(previousCloseTicks: number): void {
    this.state.previousCloseTicks = previousCloseTicks;
    this.state.updateTunnels();
    this.finish();
  }

  setPhase(phase: number): void {
    const { state } = this;
    const ends = phase === PHASE.CONTINUOUS || phase === PHASE.CLOSED;
    if (ends && state.phase !== PHASE.CONTINUOUS) uncross(state);
    if (phase !== state.phase) state.setPhase(phase);
    if (phase !== PHASE.CONTINUOUS) state.clearTradedRange();
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
    route(state, slot);
    this.finish();
  }

  /** Enters a limit order that breaks no rule. Most of them rest without trading, which triggers nothing. */
  private enterPlain(fields: Int32Array, slot: number, kind: number): void {
    const { state } = this;
    const side = sideOfKind(kind);
    const limitTicks = fields[(slot << 4) + LIMIT_TICKS]!;
    const own = side === BUY ? state.bids : state.asks;
    const opposite = side === BUY ? state.asks : state.bids;
    const rests = timeInForceOfKind(kind) === TIF.DAY;
    if (rests && opposite.bestKey > (limitTicks ^ opposite.mask))
      return state.acceptResting(fields, slot, side, own, limitTicks ^ own.mask);
    state.ring.push(EVENT.ACCEPTED, slot, limitTicks);
    match(state, slot);
    this.finish();
  }

  cancel(slot: number, reason: number): void {
    const queue = this.queueOf(slot);
    if (queue === RESTING && !this.state.isInCall) return this.state.cancelResting(slot, reason);
    removeOrder(this.state, slot, queue);
    this.state.emitCanceled(slot, reason);
    this.finish();
  }

  expire(slot: number, reason: number): void {
    removeOrder(this.state, slot, this.queueOf(slot));
    this.state.emitExpired(slot, reason);
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
    replaceOrder(this.state, slot, this.queueOf(slot), change);
    this.finish();
  }

  isOpen(slot: number): boolean {
    const bits = this.state.pool.fields[(slot << 4) + STATE] ?? 0;
    return (bits >> QUEUE_BITS) << QUEUE_BITS === this.state.bookBits;
  }

  filledOf(slot: number): number {
    this.queueOf(slot);
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
    computeTheoretical(this.state);
    const { priceTicks, quantity } = this.state.demand;
    return { priceTicks, quantity };
  }

  capture(): BookSnapshot {
    return captureBook(this.state);
  }

  /** The queue that holds an open order of this book. */
  private queueOf(slot: number): number {
    const { state } = this;
    const queue = (state.pool.fields[(slot << 4) + STATE] ?? 0) - state.bookBits;
    if (queue <= 0 || queue >= 1 << QUEUE_BITS)
      throw new Error(`no open order of this book has the slot ${slot}`);
    return queue;
  }

  /** Ends an operation: runs the stops that it triggered and emits what it changed. */
  private finish(): void {
    const { state } = this;
    if (state.tradedHighTicks !== 0 || state.triggered.first !== 0) runStops(state);
    state.touched.emit(state.ring);
    if (state.isInCall || state.theoreticalTicks !== 0) emitTheoretical(state);
  }
}

/** Sets the limit to the best opposite price; returns NO_OPPOSITE_PRICE if there is none. */
function priceMarketOrder(state: FastBookState, slot: number): number {
  const { fields } = state.pool;
  const kind = fields[(slot << 4) + KIND]!;
  const opposite = state.ladderOf(1 - sideOfKind(kind));
  if (opposite.bestLevel === 0) return RULE.NO_OPPOSITE_PRICE;
  fields[(slot << 4) + LIMIT_TICKS] = withinProtection(fields, slot, opposite.ticksOf(opposite.bestLevel));
  return 0;
}

const isForCall = (kind: number): boolean =>
  timeInForceOfKind(kind) === TIF.AUCTION || timeInForceOfKind(kind) === TIF.AT_CLOSE;

/** Routes an accepted order: to the waiting stops, to the orders for a call, to rest in a call, or to match. */
function route(state: FastBookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  const kind = fields[at + KIND]!;
  const type = typeOfKind(kind);
  if (type === TYPE.STOP || type === TYPE.STOP_LIMIT) {
    fields[at + STATE] = state.bookBits | WAITING_STOP;
    state.stops.append(slot);
  } else if (isForCall(kind)) queueForCall(state, slot);
  else if (state.isInCall) state.rest(slot);
  else enterContinuous(state, slot);
}
