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
import { IN_CALL, QUEUE_BITS, type FastBookState } from '../book-state.ts';
import { fillResting } from '../continuous/matching.ts';

/** Call auctions: the theoretical price, and the trades of the uncrossing. `MatchingBook.theoretical` has the rules. */

/** Computes the theoretical price and quantity into `state.demand`. */
export function computeTheoretical(state: FastBookState): void {
  const { demand } = state;
  const isCrossed =
    state.bids.bestLevel !== 0 && state.bids.ticksOf(state.bids.bestLevel) >= state.asks.bestKey;
  if (!isCrossed && state.callOrders.first === 0) {
    demand.priceTicks = 0;
    demand.quantity = 0;
    return;
  }
  if (!demand.isCurrent) buildDemand(state);
  demand.find(state.referenceTicks);
  if (!state.isInCall) demand.clear();
}

/** In a call, emits the theoretical price and quantity if they differ from those emitted last. */
export function emitTheoretical(state: FastBookState): void {
  if (!state.isInCall) {
    state.theoreticalTicks = 0;
    state.theoreticalQuantity = 0;
    return;
  }
  computeTheoretical(state);
  const { priceTicks, quantity } = state.demand;
  if (priceTicks === state.theoreticalTicks && quantity === state.theoreticalQuantity) return;
  state.theoreticalTicks = priceTicks;
  state.theoreticalQuantity = quantity;
  state.ring.push(EVENT.THEORETICAL, 0, priceTicks, 0, lowBits(quantity), highBits(quantity));
}

function buildDemand(state: FastBookState): void {
  const { demand, callOrders } = state;
  const { fields } = state.pool;
  demand.begin();
  for (const side of [BUY, SELL]) {
    const ladder = state.ladderOf(side);
    for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level)))
      demand.change(side, ladder.ticksOf(level), ladder.displayedOf(level) + ladder.hiddenOf(level));
  }
  for (let slot = callOrders.first; slot !== 0; slot = callOrders.after(slot))
    changeDemand(state, slot, fields[(slot << 4) + QUANTITY]! - fields[(slot << 4) + FILLED]!);
}

/** Adds shares of an order for a call to the demand, if it takes part in the present one. */
export function changeDemand(state: FastBookState, slot: number, by: number): void {
  if (!state.demand.isCurrent || !isForThisCall(state, slot)) return;
  const kind = state.pool.fields[(slot << 4) + KIND]!;
  state.demand.change(sideOfKind(kind), priceBoundOf(state, slot), by);
}

const isForThisCall = (state: FastBookState, slot: number): boolean =>
  state.phase === PHASE.CLOSING_CALL ||
  timeInForceOfKind(state.pool.fields[(slot << 4) + KIND]!) === TIF.AUCTION;

/** The worst price of an order: its limit, else its protection; 0 for any. */
const priceBoundOf = ({ pool: { fields } }: FastBookState, slot: number): number =>
  fields[(slot << 4) + LIMIT_TICKS]! || fields[(slot << 4) + PROTECTION_TICKS]!;

/** Uncrosses the book at one price, then expires the rest of the orders for this call. */
export function uncross(state: FastBookState): void {
  computeTheoretical(state);
  const { priceTicks, quantity } = state.demand;
  if (quantity > 0) {
    // The trades below do not keep the demand up to date.
    state.demand.clear();
    tradeAtPrice(state, priceTicks, quantity);
    state.auctionTicks = priceTicks;
    state.recordTrade(priceTicks);
    state.updateTunnels();
  }
  const { callOrders } = state;
  for (let slot = callOrders.first, next; slot !== 0; slot = next) {
    next = callOrders.after(slot);
    if (!isForThisCall(state, slot)) continue;
    callOrders.remove(slot);
    state.emitExpired(slot, EXPIRY.AUCTION);
  }
}

function tradeAtPrice(state: FastBookState, priceTicks: number, quantity: number): void {
  const { fields } = state.pool;
  const buys = new Participants(state, BUY, priceTicks);
  const sells = new Participants(state, SELL, priceTicks);
  for (let left = quantity; left > 0;) {
    const buy = buys.current();
    const sell = sells.current();
    if (buy === 0 || sell === 0)
      throw new Error('the participants have fewer shares than the auction trades');
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
 * Orders of a side that trade at the auction price, by priority: better price first; at a price orders for this call in
 * order of entry, then resting orders by time. The price of an order for this call is its limit or protection.
 */
class Participants {
  private slot = 0;
  private readonly callOrders: number[] = [];
  private callOrdersTaken = 0;
  private readonly state: FastBookState;
  private readonly side: number;
  private readonly priceTicks: number;

  constructor(state: FastBookState, side: number, priceTicks: number) {
    this.state = state;
    this.side = side;
    this.priceTicks = priceTicks;
    for (let slot = state.callOrders.first; slot !== 0; slot = state.callOrders.after(slot))
      if (this.isEligible(slot)) this.callOrders.push(slot);
    this.callOrders.sort((one, other) => this.keyOf(one) - this.keyOf(other));
  }

  /** Slot of the order that trades next, until it has filled whole; 0 if none is left. */
  current(): number {
    if (this.slot === 0) this.slot = this.takeCallOrder() || this.firstResting();
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
    if ((fields[at + STATE]! & ((1 << QUEUE_BITS) - 1)) === IN_CALL) {
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

  /** The next order for this call, unless the best resting order has a better price. */
  private takeCallOrder(): number {
    const slot = this.callOrders[this.callOrdersTaken];
    if (slot === undefined || this.keyOf(slot) > this.state.ladderOf(this.side).bestKey) return 0;
    this.callOrdersTaken += 1;
    return slot;
  }

  /** Sort key, lower is better; -1 without a price limit. Comparable to the keys of the side's ladder. */
  private keyOf(slot: number): number {
    const bound = priceBoundOf(this.state, slot);
    return bound === 0 ? -1 : bound ^ this.state.ladderOf(this.side).mask;
  }

  private isEligible(slot: number): boolean {
    const { state, side, priceTicks } = this;
    if (sideOfKind(state.pool.fields[(slot << 4) + KIND]!) !== side || !isForThisCall(state, slot))
      return false;
    const bound = priceBoundOf(state, slot);
    return bound === 0 || (side === BUY ? priceTicks <= bound : priceTicks >= bound);
  }

  private firstResting(): number {
    const ladder = this.state.ladderOf(this.side);
    return ladder.bestKey <= (this.priceTicks ^ ladder.mask) ? ladder.firstOf(ladder.bestLevel) : 0;
  }
}
