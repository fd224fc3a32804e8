import { ruleOfChange } from '../entry-rules.ts';
import { MAX_PRICE_TICKS, PHASE, RULE } from '../codes.ts';
import { EVENT } from '../event-ring.ts';
import {
  DISPLAY_QUANTITY,
  FILLED,
  KIND,
  LEVEL,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  SHOWN,
  sideOfKind,
  STATE,
  STOP_TICKS,
} from '../order-pool.ts';
import { changeDemand } from './auction/auction.ts';
import { IN_CALL, RESTING, TRIGGERED, WAITING_STOP, type BookState } from './book-state.ts';
import { wouldTradeAtOnce } from './continuous/fillable.ts';
import { tradeAndRest } from './continuous/matching.ts';

/** What a request changes; 0 for what it leaves as it is. */
export interface Change {
  readonly quantity: number;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly displayQuantity: number;
  readonly minimumQuantity: number;
}

/** Changes an open order, which keeps its place or enters again. `place` is where it is. */
export function replaceOrder(state: BookState, slot: number, place: number, change: Change): void {
  const { fields } = state.pool;
  const at = slot << 4;
  const rule = ruleBroken(state, slot, place, change);
  if (rule !== 0) return state.ring.push(EVENT.REPLACE_REFUSED, slot, rule);
  if (keepsItsPlace(fields, at, change)) {
    shrink(state, slot, place, change.quantity);
    return tellReplaced(state, slot);
  }
  leave(state, slot, place);
  writeTerms(fields, at, change);
  tellReplaced(state, slot);
  enterAgain(state, slot, place);
}

function ruleBroken(state: BookState, slot: number, place: number, change: Change): number {
  const { fields } = state.pool;
  const at = slot << 4;
  const order = {
    kind: fields[at + KIND]!,
    isWaitingStop: place === WAITING_STOP || place === TRIGGERED,
    limitTicks: fields[at + LIMIT_TICKS]!,
    stopTicks: fields[at + STOP_TICKS]!,
    displayQuantity: fields[at + DISPLAY_QUANTITY]!,
  };
  const rule = ruleOfChange(order, change, state);
  if (rule !== 0) return rule;
  if (change.quantity <= fields[at + FILLED]!) return RULE.QUANTITY_LIMIT;
  if (change.minimumQuantity === 0) return 0;
  return canFill(state, slot, change) ? 0 : RULE.MINIMUM_QUANTITY;
}

/** Whether the order as changed would at once trade its minimum. */
function canFill(state: BookState, slot: number, change: Change): boolean {
  const { fields } = state.pool;
  const at = slot << 4;
  const quantity = fields[at + QUANTITY]!;
  const limitTicks = fields[at + LIMIT_TICKS]!;
  fields[at + QUANTITY] = change.quantity;
  if (change.limitTicks !== 0) fields[at + LIMIT_TICKS] = change.limitTicks;
  const fillable = wouldTradeAtOnce(state, slot);
  fields[at + QUANTITY] = quantity;
  fields[at + LIMIT_TICKS] = limitTicks;
  return fillable >= change.minimumQuantity;
}

function keepsItsPlace(fields: Int32Array, at: number, change: Change): boolean {
  const same = (field: number, changed: number): boolean => changed === 0 || changed === fields[at + field];
  return (
    change.quantity <= fields[at + QUANTITY]! &&
    same(LIMIT_TICKS, change.limitTicks) &&
    same(STOP_TICKS, change.stopTicks) &&
    same(DISPLAY_QUANTITY, change.displayQuantity) &&
    change.minimumQuantity === 0
  );
}

/** Fewer shares: of an iceberg the hidden ones go first. */
function shrink(state: BookState, slot: number, place: number, quantity: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  const less = fields[at + QUANTITY]! - quantity;
  if (place === IN_CALL) changeDemand(state, slot, -less);
  if (place === RESTING) {
    const side = sideOfKind(fields[at + KIND]!);
    const level = fields[at + LEVEL]!;
    const shown = fields[at + SHOWN]!;
    const shownLess = Math.max(0, shown - (quantity - fields[at + FILLED]!));
    const ladder = state.ladderOf(side);
    state.touched.touch(side, level);
    ladder.changeDisplayed(level, -shownLess);
    ladder.changeHidden(level, shownLess - less);
    fields[at + SHOWN] = shown - shownLess;
    if (state.isGathering) state.demand.change(side, fields[at + LIMIT_TICKS]!, -less);
  }
  fields[at + QUANTITY] = quantity;
}

function writeTerms(fields: Int32Array, at: number, change: Change): void {
  const protection = fields[at + PROTECTION_TICKS]!;
  if (protection !== 0 && change.stopTicks !== 0) {
    // A protection moves as the stop does.
    const moved = protection + change.stopTicks - fields[at + STOP_TICKS]!;
    fields[at + PROTECTION_TICKS] = Math.min(Math.max(moved, 1), MAX_PRICE_TICKS);
  }
  fields[at + QUANTITY] = change.quantity;
  if (change.limitTicks !== 0) fields[at + LIMIT_TICKS] = change.limitTicks;
  if (change.stopTicks !== 0) fields[at + STOP_TICKS] = change.stopTicks;
  if (change.displayQuantity !== 0) fields[at + DISPLAY_QUANTITY] = change.displayQuantity;
  if (change.minimumQuantity !== 0) fields[at + MINIMUM_QUANTITY] = change.minimumQuantity;
}

function tellReplaced(state: BookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  state.ring.push(
    EVENT.REPLACED,
    slot,
    fields[at + QUANTITY],
    fields[at + FILLED],
    fields[at + LIMIT_TICKS],
    fields[at + STOP_TICKS],
    fields[at + DISPLAY_QUANTITY],
  );
}

/** Takes an open order out of wherever it is. */
export function leave(state: BookState, slot: number, place: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  if (place === RESTING) return state.unrest(slot);
  if (place === WAITING_STOP) return state.stops.remove(slot);
  if (place === TRIGGERED) return state.triggered.remove(slot);
  changeDemand(state, slot, fields[at + FILLED]! - fields[at + QUANTITY]!);
  state.callOrders.remove(slot);
}

/** Comes to the back of where it was, a resting order as a new one would. */
function enterAgain(state: BookState, slot: number, place: number): void {
  if (place === WAITING_STOP) return state.stops.append(slot);
  if (place === IN_CALL) return joinCall(state, slot);
  if (state.phase === PHASE.CONTINUOUS) tradeAndRest(state, slot);
  else state.rest(slot);
}

/** Puts an order behind the others that wait for a call. */
export function joinCall(state: BookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  fields[at + STATE] = state.mark | IN_CALL;
  state.callOrders.append(slot);
  changeDemand(state, slot, fields[at + QUANTITY]! - fields[at + FILLED]!);
}
