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
import { quantityAfter, quantitySet, REMOVED, type OrderChange } from '../order-terms.ts';
import { changeDemand } from './auction/auction.ts';
import { IN_CALL, RESTING, TRIGGERED, WAITING_STOP, type FastBookState } from './book-state.ts';
import { fillableNow } from './continuous/fillable.ts';
import { match } from './continuous/matching.ts';

/** Changes an open order of a queue: it keeps its time priority or enters again. */
export function replaceOrder(state: FastBookState, slot: number, queue: number, change: OrderChange): void {
  const { fields } = state.pool;
  const at = slot << 4;
  const rule = brokenRule(state, slot, queue, change);
  if (rule !== 0) return state.ring.push(EVENT.REPLACE_REFUSED, slot, rule);
  if (keepsPriority(fields, at, change)) {
    reduceQuantity(state, slot, queue, change.quantity);
    if (change.minimumQuantity === REMOVED) fields[at + MINIMUM_QUANTITY] = 0;
    return emitReplaced(state, slot);
  }
  removeOrder(state, slot, queue);
  applyChange(fields, at, change);
  emitReplaced(state, slot);
  requeue(state, slot, queue);
}

function brokenRule(state: FastBookState, slot: number, queue: number, change: OrderChange): number {
  const { fields } = state.pool;
  const at = slot << 4;
  const order = {
    kind: fields[at + KIND]!,
    isWaitingStop: queue === WAITING_STOP || queue === TRIGGERED,
    limitTicks: fields[at + LIMIT_TICKS]!,
    stopTicks: fields[at + STOP_TICKS]!,
    displayQuantity: fields[at + DISPLAY_QUANTITY]!,
  };
  const rule = ruleOfChange(order, change, state);
  if (rule !== 0) return rule;
  if (change.quantity <= fields[at + FILLED]!) return RULE.QUANTITY_LIMIT;
  if (quantitySet(change.minimumQuantity) === 0) return 0;
  return fillsMinimum(state, slot, change) ? 0 : RULE.MINIMUM_QUANTITY;
}

/** True if the changed order would at once trade its minimum. */
function fillsMinimum(state: FastBookState, slot: number, change: OrderChange): boolean {
  const { fields } = state.pool;
  const at = slot << 4;
  const quantity = fields[at + QUANTITY]!;
  const limitTicks = fields[at + LIMIT_TICKS]!;
  fields[at + QUANTITY] = change.quantity;
  if (change.limitTicks !== 0) fields[at + LIMIT_TICKS] = change.limitTicks;
  const fillable = fillableNow(state, slot);
  fields[at + QUANTITY] = quantity;
  fields[at + LIMIT_TICKS] = limitTicks;
  return fillable >= change.minimumQuantity;
}

function keepsPriority(fields: Int32Array, at: number, change: OrderChange): boolean {
  const same = (field: number, changed: number): boolean => changed === 0 || changed === fields[at + field];
  return (
    change.quantity <= fields[at + QUANTITY]! &&
    same(LIMIT_TICKS, change.limitTicks) &&
    same(STOP_TICKS, change.stopTicks) &&
    quantityAfter(change.displayQuantity, fields[at + DISPLAY_QUANTITY]!) === fields[at + DISPLAY_QUANTITY] &&
    quantitySet(change.minimumQuantity) === 0
  );
}

/** Reduces the quantity in place; an iceberg loses hidden shares first. */
function reduceQuantity(state: FastBookState, slot: number, queue: number, quantity: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  const decrease = fields[at + QUANTITY]! - quantity;
  if (queue === IN_CALL) changeDemand(state, slot, -decrease);
  if (queue === RESTING) {
    const side = sideOfKind(fields[at + KIND]!);
    const level = fields[at + LEVEL]!;
    const shown = fields[at + SHOWN]!;
    const shownDecrease = Math.max(0, shown - (quantity - fields[at + FILLED]!));
    const ladder = state.ladderOf(side);
    state.touched.touch(side, level);
    ladder.changeDisplayed(level, -shownDecrease);
    ladder.changeHidden(level, shownDecrease - decrease);
    fields[at + SHOWN] = shown - shownDecrease;
    if (state.isInCall) state.demand.change(side, fields[at + LIMIT_TICKS]!, -decrease);
  }
  fields[at + QUANTITY] = quantity;
}

function applyChange(fields: Int32Array, at: number, change: OrderChange): void {
  const protection = fields[at + PROTECTION_TICKS]!;
  if (protection !== 0 && change.stopTicks !== 0) {
    // The protection moves by as much as the stop price.
    const moved = protection + change.stopTicks - fields[at + STOP_TICKS]!;
    fields[at + PROTECTION_TICKS] = Math.min(Math.max(moved, 1), MAX_PRICE_TICKS);
  }
  fields[at + QUANTITY] = change.quantity;
  if (change.limitTicks !== 0) fields[at + LIMIT_TICKS] = change.limitTicks;
  if (change.stopTicks !== 0) fields[at + STOP_TICKS] = change.stopTicks;
  fields[at + DISPLAY_QUANTITY] = quantityAfter(change.displayQuantity, fields[at + DISPLAY_QUANTITY]!);
  fields[at + MINIMUM_QUANTITY] = quantityAfter(change.minimumQuantity, fields[at + MINIMUM_QUANTITY]!);
}

function emitReplaced(state: FastBookState, slot: number): void {
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

/** Removes an open order from its queue. */
export function removeOrder(state: FastBookState, slot: number, queue: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  if (queue === RESTING) return state.removeResting(slot);
  if (queue === WAITING_STOP) return state.stops.remove(slot);
  if (queue === TRIGGERED) return state.triggered.remove(slot);
  changeDemand(state, slot, fields[at + FILLED]! - fields[at + QUANTITY]!);
  state.callOrders.remove(slot);
}

/** Puts a changed order at the back of its queue; a resting order enters as a new one. */
function requeue(state: FastBookState, slot: number, queue: number): void {
  if (queue === WAITING_STOP) return state.stops.append(slot);
  if (queue === IN_CALL) return queueForCall(state, slot);
  if (state.phase === PHASE.CONTINUOUS) match(state, slot);
  else state.rest(slot);
}

/** Appends an order to those that wait for a call. */
export function queueForCall(state: FastBookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  fields[at + STATE] = state.bookBits | IN_CALL;
  state.callOrders.append(slot);
  changeDemand(state, slot, fields[at + QUANTITY]! - fields[at + FILLED]!);
}
