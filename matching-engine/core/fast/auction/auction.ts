import { BUY, EXPIRY, PHASE, SELL, TIF } from '../../codes.ts';
import { EVENT, highBits, lowBits, NO_AGGRESSOR } from '../../event-ring.ts';
import {
  FILLED,
  KIND,
  LEVEL,
  LIMIT_TICKS,
  PROTECTION_TICKS,
  QUANTITY,
  sideOfKind,
  STATE,
  timeInForceOfKind,
} from '../../order-pool.ts';
import { IN_CALL, PLACE_BITS, type BookState } from '../book-state.ts';
import { fillResting } from '../continuous/matching.ts';

/** Call auctions: the price at which a gathered book trades, and who trades. */

/** Finds where the auction would trade now, into `state.demand`. */
export function findTheoretical(state: BookState): void {
  const { demand } = state;
  const isCrossed =
    state.bids.bestLevel !== 0 && state.bids.ticksOf(state.bids.bestLevel) >= state.asks.bestKey;
  if (!isCrossed && state.callOrders.first === 0) {
    demand.priceTicks = 0;
    demand.quantity = 0;
    return;
  }
  if (!demand.isCounted) countDemand(state);
  demand.find(state.referenceTicks);
  if (!state.isGathering) demand.clear();
}

/** In a call, tells price and quantity when they are not as last told. */
export function tellTheoretical(state: BookState): void {
  if (!state.isGathering) {
    state.theoreticalTicks = 0;
    state.theoreticalQuantity = 0;
    return;
  }
  findTheoretical(state);
  const { priceTicks, quantity } = state.demand;
  if (priceTicks === state.theoreticalTicks && quantity === state.theoreticalQuantity) return;
  state.theoreticalTicks = priceTicks;
  state.theoreticalQuantity = quantity;
  state.ring.push(EVENT.THEORETICAL, 0, priceTicks, 0, lowBits(quantity), highBits(quantity));
}

function countDemand(state: BookState): void {
  const { demand, callOrders } = state;
  const { fields } = state.pool;
  demand.startCounting();
  for (const side of [BUY, SELL]) {
    const ladder = state.ladderOf(side);
    for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level)))
      demand.change(side, ladder.ticksOf(level), ladder.displayedOf(level) + ladder.hiddenOf(level));
  }
  for (let slot = callOrders.first; slot !== 0; slot = callOrders.after(slot))
    changeDemand(state, slot, fields[(slot << 4) + QUANTITY]! - fields[(slot << 4) + FILLED]!);
}

/** Counts shares of an order for a call, if it is for this one. */
export function changeDemand(state: BookState, slot: number, by: number): void {
  if (!state.demand.isCounted || !isForThisCall(state, slot)) return;
  const kind = state.pool.fields[(slot << 4) + KIND]!;
  state.demand.change(sideOfKind(kind), boundOf(state, slot), by);
}

const isForThisCall = (state: BookState, slot: number): boolean =>
  state.phase === PHASE.CLOSING_CALL ||
  timeInForceOfKind(state.pool.fields[(slot << 4) + KIND]!) === TIF.AUCTION;

/** The worst price for an order; 0 for any. */
const boundOf = ({ pool: { fields } }: BookState, slot: number): number =>
  fields[(slot << 4) + LIMIT_TICKS]! || fields[(slot << 4) + PROTECTION_TICKS]!;

/** The auction itself, with the end of the orders that were for it. */
export function uncross(state: BookState): void {
  findTheoretical(state);
  const { priceTicks, quantity } = state.demand;
  if (quantity > 0) {
    // What trades now is not counted any more.
    state.demand.clear();
    tradeAt(state, priceTicks, quantity);
    state.auctionTicks = priceTicks;
    state.noteTrade(priceTicks);
    state.drawTunnels();
  }
  const { callOrders } = state;
  for (let slot = callOrders.first, next; slot !== 0; slot = next) {
    next = callOrders.after(slot);
    if (!isForThisCall(state, slot)) continue;
    callOrders.remove(slot);
    state.tellExpired(slot, EXPIRY.AUCTION);
  }
}

function tradeAt(state: BookState, priceTicks: number, quantity: number): void {
  const { fields } = state.pool;
  const buys = new Participants(state, BUY, priceTicks);
  const sells = new Participants(state, SELL, priceTicks);
  for (let left = quantity; left > 0;) {
    const buy = buys.first();
    const sell = sells.first();
    if (buy === 0 || sell === 0) throw new Error('an auction has fewer shares than its quantity');
    const traded = Math.min(left, buys.open(), sells.open());
    buys.fill(traded);
    sells.fill(traded);
    const buyFilled = fields[(buy << 4) + FILLED]!;
    const sellFilled = fields[(sell << 4) + FILLED]!;
    state.ring.push(EVENT.TRADE, buy, sell, priceTicks, traded, buyFilled, sellFilled, NO_AGGRESSOR);
    left -= traded;
  }
}

/**
 * Who trades on a side, one after the other: the better price first, of an order for this call its bound; at a price
 * orders for this call by entry, then first come first.
 */
class Participants {
  private slot = 0;
  private readonly callOrders: number[] = [];
  private nextCallOrder = 0;
  private readonly state: BookState;
  private readonly side: number;
  private readonly priceTicks: number;

  constructor(state: BookState, side: number, priceTicks: number) {
    this.state = state;
    this.side = side;
    this.priceTicks = priceTicks;
    for (let slot = state.callOrders.first; slot !== 0; slot = state.callOrders.after(slot))
      if (this.takesPart(slot)) this.callOrders.push(slot);
    this.callOrders.sort((one, other) => this.keyOf(one) - this.keyOf(other));
  }

  /** Whose turn it is, until it has filled whole. */
  first(): number {
    if (this.slot === 0) this.slot = this.takeCallOrder() || this.bestResting();
    return this.slot;
  }

  open(): number {
    const { fields } = this.state.pool;
    return fields[(this.slot << 4) + QUANTITY]! - fields[(this.slot << 4) + FILLED]!;
  }

  fill(quantity: number): void {
    const { state, side, slot } = this;
    const { fields } = state.pool;
    const at = slot << 4;
    const isWhole = quantity === this.open();
    if ((fields[at + STATE]! & ((1 << PLACE_BITS) - 1)) === IN_CALL) {
      fields[at + FILLED]! += quantity;
      if (isWhole) {
        state.callOrders.remove(slot);
        fields[at + STATE] = 0;
      }
    } else {
      state.touched.touch(side, fields[at + LEVEL]!);
      fillResting(state, state.ladderOf(side), slot, quantity);
    }
    if (isWhole) this.slot = 0;
  }

  private takeCallOrder(): number {
    const slot = this.callOrders[this.nextCallOrder];
    if (slot === undefined || this.keyOf(slot) > this.state.ladderOf(this.side).bestKey) return 0;
    this.nextCallOrder += 1;
    return slot;
  }

  /** Of an order for the call: as a ladder's keys the lower the better, below all of them without a bound. */
  private keyOf(slot: number): number {
    const bound = boundOf(this.state, slot);
    return bound === 0 ? -1 : bound ^ this.state.ladderOf(this.side).mask;
  }

  private takesPart(slot: number): boolean {
    const { state, side, priceTicks } = this;
    if (sideOfKind(state.pool.fields[(slot << 4) + KIND]!) !== side || !isForThisCall(state, slot))
      return false;
    const bound = boundOf(state, slot);
    return bound === 0 || (side === BUY ? priceTicks <= bound : priceTicks >= bound);
  }

  private bestResting(): number {
    const ladder = this.state.ladderOf(this.side);
    return ladder.bestKey <= (this.priceTicks ^ ladder.mask) ? ladder.firstOf(ladder.bestLevel) : 0;
  }
}
