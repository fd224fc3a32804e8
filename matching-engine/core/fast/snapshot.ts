import { readOrder, type BookOrder, type BookSnapshot } from '../book-snapshot.ts';
import { isCall } from '../codes.ts';
import { FILLED, SHOWN, STATE } from '../order-pool.ts';
import { writeTerms } from '../order-terms.ts';
import { IN_CALL, RESTING, TRIGGERED, WAITING_STOP, type FastBookState } from './book-state.ts';
import type { Ladder } from './levels/ladder.ts';
import type { SlotQueue } from './slot-queue.ts';

/** The book as plain data. */
export function captureBook(state: FastBookState): BookSnapshot {
  return {
    phase: state.phase,
    lastTicks: state.lastTicks,
    previousCloseTicks: state.previousCloseTicks,
    auctionTicks: state.auctionTicks,
    theoreticalTicks: state.theoreticalTicks,
    theoreticalQuantity: state.theoreticalQuantity,
    bids: restingSlots(state, state.bids).map((slot) => restingOrder(state, slot)),
    asks: restingSlots(state, state.asks).map((slot) => restingOrder(state, slot)),
    callOrders: slotsIn(state.callOrders).map((slot) => waitingOrder(state, slot)),
    stops: state.stops.inEntryOrder().map((slot) => waitingOrder(state, slot)),
    triggered: slotsIn(state.triggered).map((slot) => waitingOrder(state, slot)),
  };
}

function restingSlots(state: FastBookState, ladder: Ladder): number[] {
  const { fields } = state.pool;
  const slots: number[] = [];
  for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level)))
    for (let slot = ladder.firstOf(level); slot !== 0; slot = ladder.nextOf(fields, slot)) slots.push(slot);
  return slots;
}

function slotsIn(queue: SlotQueue): number[] {
  const slots: number[] = [];
  for (let slot = queue.first; slot !== 0; slot = queue.after(slot)) slots.push(slot);
  return slots;
}

const restingOrder = ({ pool }: FastBookState, slot: number): BookOrder => readOrder(pool.fields, slot);

/** A queue uses SHOWN for its own purposes; an order that waits displays nothing. */
const waitingOrder = ({ pool }: FastBookState, slot: number): BookOrder => ({
  ...readOrder(pool.fields, slot),
  shown: 0,
});

/** Fills an empty book. The caller has taken the orders' slots; this writes their rows except the caller's tag. */
export function restoreBook(state: FastBookState, book: BookSnapshot, tradeDay: number): void {
  state.phase = book.phase;
  state.isInCall = isCall(book.phase);
  state.tradeDay = tradeDay;
  state.lastTicks = book.lastTicks;
  state.previousCloseTicks = book.previousCloseTicks;
  state.auctionTicks = book.auctionTicks;
  state.theoreticalTicks = book.theoreticalTicks;
  state.theoreticalQuantity = book.theoreticalQuantity;
  for (const order of book.bids) restoreResting(state, state.bids, order);
  for (const order of book.asks) restoreResting(state, state.asks, order);
  for (const order of book.callOrders) {
    writeRow(state, order, IN_CALL);
    state.callOrders.append(order.slot);
  }
  for (const order of book.stops) {
    writeRow(state, order, WAITING_STOP);
    state.stops.append(order.slot);
  }
  for (const order of book.triggered) {
    writeRow(state, order, TRIGGERED);
    state.triggered.append(order.slot);
  }
}

function restoreResting(state: FastBookState, ladder: Ladder, order: BookOrder): void {
  writeRow(state, order, RESTING);
  const { fields } = state.pool;
  const hidden = order.quantity - order.filled - order.shown;
  ladder.append(fields, order.slot, order.limitTicks ^ ladder.mask, order.shown, hidden);
}

function writeRow({ pool, bookBits }: FastBookState, order: BookOrder, queue: number): void {
  const { fields } = pool;
  const at = order.slot << 4;
  writeTerms(fields, at, order);
  fields[at + FILLED] = order.filled;
  fields[at + SHOWN] = order.shown;
  fields[at + STATE] = bookBits | queue;
}
