import type { BookOrder, BookSnapshot } from '../book-snapshot.ts';
import { isCall } from '../codes.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  FILLED,
  INVESTOR,
  KIND,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  SHOWN,
  STATE,
  STOP_TICKS,
} from '../order-pool.ts';
import { IN_CALL, RESTING, TRIGGERED, WAITING_STOP, type BookState } from './book-state.ts';
import type { Ladder } from './levels/ladder.ts';
import type { SlotQueue } from './slot-queue.ts';

export function captured(state: BookState): BookSnapshot {
  return {
    phase: state.phase,
    lastTicks: state.lastTicks,
    previousCloseTicks: state.previousCloseTicks,
    auctionTicks: state.auctionTicks,
    theoreticalTicks: state.theoreticalTicks,
    theoreticalQuantity: state.theoreticalQuantity,
    bids: restingOn(state, state.bids).map((slot) => orderOf(state, slot, true)),
    asks: restingOn(state, state.asks).map((slot) => orderOf(state, slot, true)),
    callOrders: queued(state.callOrders).map((slot) => orderOf(state, slot, false)),
    stops: state.stops.all().map((slot) => orderOf(state, slot, false)),
    triggered: queued(state.triggered).map((slot) => orderOf(state, slot, false)),
  };
}

function restingOn(state: BookState, ladder: Ladder): number[] {
  const { fields } = state.pool;
  const slots: number[] = [];
  for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level)))
    for (let slot = ladder.firstOf(level); slot !== 0; slot = ladder.nextOf(fields, slot)) slots.push(slot);
  return slots;
}

function queued(queue: SlotQueue): number[] {
  const slots: number[] = [];
  for (let slot = queue.first; slot !== 0; slot = queue.after(slot)) slots.push(slot);
  return slots;
}

function orderOf({ pool }: BookState, slot: number, isResting: boolean): BookOrder {
  const { fields } = pool;
  const at = slot << 4;
  return {
    slot,
    kind: fields[at + KIND]!,
    quantity: fields[at + QUANTITY]!,
    filled: fields[at + FILLED]!,
    limitTicks: fields[at + LIMIT_TICKS]!,
    stopTicks: fields[at + STOP_TICKS]!,
    protectionTicks: fields[at + PROTECTION_TICKS]!,
    displayQuantity: fields[at + DISPLAY_QUANTITY]!,
    // Elsewhere the book keeps another figure in this field.
    shown: isResting ? fields[at + SHOWN]! : 0,
    minimumQuantity: fields[at + MINIMUM_QUANTITY]!,
    investor: fields[at + INVESTOR]!,
    expiresDay: fields[at + EXPIRES_DAY]!,
  };
}

/** Fills an empty book. The orders' slots are taken; their rows are written here, but for the caller's tag. */
export function restore(state: BookState, book: BookSnapshot, tradeDay: number): void {
  state.phase = book.phase;
  state.isGathering = isCall(book.phase);
  state.tradeDay = tradeDay;
  state.lastTicks = book.lastTicks;
  state.previousCloseTicks = book.previousCloseTicks;
  state.auctionTicks = book.auctionTicks;
  state.theoreticalTicks = book.theoreticalTicks;
  state.theoreticalQuantity = book.theoreticalQuantity;
  for (const order of book.bids) restAgain(state, state.bids, order);
  for (const order of book.asks) restAgain(state, state.asks, order);
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

function restAgain(state: BookState, ladder: Ladder, order: BookOrder): void {
  writeRow(state, order, RESTING);
  const { fields } = state.pool;
  const hidden = order.quantity - order.filled - order.shown;
  ladder.append(fields, order.slot, order.limitTicks ^ ladder.mask, order.shown, hidden);
}

function writeRow({ pool, mark }: BookState, order: BookOrder, place: number): void {
  const { fields } = pool;
  const at = order.slot << 4;
  fields[at + KIND] = order.kind;
  fields[at + QUANTITY] = order.quantity;
  fields[at + FILLED] = order.filled;
  fields[at + LIMIT_TICKS] = order.limitTicks;
  fields[at + STOP_TICKS] = order.stopTicks;
  fields[at + PROTECTION_TICKS] = order.protectionTicks;
  fields[at + DISPLAY_QUANTITY] = order.displayQuantity;
  fields[at + SHOWN] = order.shown;
  fields[at + MINIMUM_QUANTITY] = order.minimumQuantity;
  fields[at + INVESTOR] = order.investor;
  fields[at + EXPIRES_DAY] = order.expiresDay;
  fields[at + STATE] = mark | place;
}
