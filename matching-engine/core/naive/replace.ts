import { ruleOfChange } from '../entry-rules.ts';
import { MAX_PRICE_TICKS, PHASE, RULE } from '../codes.ts';
import { EVENT } from '../event-ring.ts';
import { fillableNow, tradeAndRest } from './matching.ts';
import { openQuantity, type Order } from './order.ts';
import { referenceOf, remove, rest, type State } from './state.ts';

/** What a request changes; 0 for what it leaves as it is. */
export interface Change {
  readonly quantity: number;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly displayQuantity: number;
  readonly minimumQuantity: number;
}

/** Changes an open order, which keeps its place or enters again. */
export function replaceOrder(state: State, order: Order, change: Change): void {
  const changed: Order = {
    ...order,
    quantity: change.quantity,
    limitTicks: change.limitTicks || order.limitTicks,
    stopTicks: change.stopTicks || order.stopTicks,
    protectionTicks: movedProtection(order, change),
    displayQuantity: change.displayQuantity || order.displayQuantity,
    minimumQuantity: change.minimumQuantity || order.minimumQuantity,
  };
  const rule = ruleBroken(state, order, change, changed);
  if (rule !== 0) return state.ring.push(EVENT.REPLACE_REFUSED, order.slot, rule);
  const keepsPlace = keepsItsPlace(order, change, changed);
  Object.assign(order, changed);
  tellReplaced(state, order);
  // rule ICEBERG_SHRINKS_HIDDEN_FIRST
  if (keepsPlace) order.shown = Math.min(order.shown, openQuantity(order));
  else enterAgain(state, order);
}

/** A protection moves as the stop does. */
function movedProtection(order: Order, { stopTicks }: Change): number {
  if (order.protectionTicks === 0 || stopTicks === 0) return order.protectionTicks;
  const moved = order.protectionTicks + stopTicks - order.stopTicks;
  return Math.min(Math.max(moved, 1), MAX_PRICE_TICKS);
}

function ruleBroken(state: State, order: Order, change: Change, changed: Order): number {
  const facts = {
    rules: state.rules,
    phase: state.phase,
    tradeDay: state.tradeDay,
    referenceTicks: referenceOf(state),
  };
  const rule = ruleOfChange({ ...order, isWaitingStop: isWaitingStop(state, order) }, change, facts);
  if (rule !== 0) return rule;
  if (change.quantity <= order.filled) return RULE.QUANTITY_LIMIT;
  // rule REPLACE_MINIMUM_AT_ONCE
  return change.minimumQuantity !== 0 && fillableNow(state, changed) < change.minimumQuantity
    ? RULE.MINIMUM_QUANTITY
    : 0;
}

const isWaitingStop = (state: State, order: Order): boolean =>
  state.stops.includes(order) || state.triggered.includes(order);

function keepsItsPlace(order: Order, change: Change, changed: Order): boolean {
  // rule REPLACE_LESS_KEEPS_PLACE
  // rule REPLACE_MORE_LOSES_PLACE
  if (changed.quantity > order.quantity) return false;
  // rule REPLACE_PRICE_LOSES_PLACE
  return (
    changed.limitTicks === order.limitTicks &&
    changed.stopTicks === order.stopTicks &&
    changed.displayQuantity === order.displayQuantity &&
    change.minimumQuantity === 0
  );
}

const tellReplaced = (state: State, order: Order): void =>
  state.ring.push(
    EVENT.REPLACED,
    order.slot,
    order.quantity,
    order.filled,
    order.limitTicks,
    order.stopTicks,
    order.displayQuantity,
  );

/** Leaves its queue or list and comes to the back of it, as a new order would. */
function enterAgain(state: State, order: Order): void {
  const list = [state.stops, state.callOrders].find((one) => one.includes(order));
  remove(state, order);
  if (list) list.push(order);
  else if (state.phase === PHASE.CONTINUOUS) tradeAndRest(state, order);
  else rest(state, order);
}
