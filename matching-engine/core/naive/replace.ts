import { ruleOfChange } from '../entry-rules.ts';
import { MAX_PRICE_TICKS, PHASE, RULE } from '../codes.ts';
import { EVENT } from '../event-ring.ts';
import { quantityAfter, quantitySet, type OrderChange } from '../order-terms.ts';
import { fillableNow, match } from './matching.ts';
import { openQuantity, type Order } from './order.ts';
import { referenceOf, remove, rest, type NaiveBookState } from './state.ts';

/** Changes an open order: it keeps its time priority or enters again. */
export function replaceOrder(state: NaiveBookState, order: Order, change: OrderChange): void {
  const changed: Order = {
    ...order,
    quantity: change.quantity,
    limitTicks: change.limitTicks || order.limitTicks,
    stopTicks: change.stopTicks || order.stopTicks,
    protectionTicks: movedProtection(order, change),
    displayQuantity: quantityAfter(change.displayQuantity, order.displayQuantity),
    minimumQuantity: quantityAfter(change.minimumQuantity, order.minimumQuantity),
  };
  const rule = brokenRule(state, order, change, changed);
  if (rule !== 0) return state.ring.push(EVENT.REPLACE_REFUSED, order.slot, rule);
  const isReduced = keepsPriority(order, change, changed);
  Object.assign(order, changed);
  emitReplaced(state, order);
  // rule ICEBERG_SHRINKS_HIDDEN_FIRST
  if (isReduced) order.shown = Math.min(order.shown, openQuantity(order));
  else requeue(state, order);
}

/** The protection moves by as much as the stop price. */
function movedProtection(order: Order, { stopTicks }: OrderChange): number {
  if (order.protectionTicks === 0 || stopTicks === 0) return order.protectionTicks;
  const moved = order.protectionTicks + stopTicks - order.stopTicks;
  return Math.min(Math.max(moved, 1), MAX_PRICE_TICKS);
}

function brokenRule(state: NaiveBookState, order: Order, change: OrderChange, changed: Order): number {
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
  const minimum = quantitySet(change.minimumQuantity);
  return minimum !== 0 && fillableNow(state, changed) < minimum ? RULE.MINIMUM_QUANTITY : 0;
}

const isWaitingStop = (state: NaiveBookState, order: Order): boolean =>
  state.stops.includes(order) || state.triggered.includes(order);

function keepsPriority(order: Order, change: OrderChange, changed: Order): boolean {
  // rule REPLACE_LESS_KEEPS_PLACE
  // rule REPLACE_MORE_LOSES_PLACE
  if (changed.quantity > order.quantity) return false;
  // rule REPLACE_PRICE_LOSES_PLACE
  return (
    changed.limitTicks === order.limitTicks &&
    changed.stopTicks === order.stopTicks &&
    changed.displayQuantity === order.displayQuantity &&
    quantitySet(change.minimumQuantity) === 0
  );
}

const emitReplaced = (state: NaiveBookState, order: Order): void =>
  state.ring.push(
    EVENT.REPLACED,
    order.slot,
    order.quantity,
    order.filled,
    order.limitTicks,
    order.stopTicks,
    order.displayQuantity,
  );

/** Puts a changed order at the back of its queue; a resting order enters as a new one. */
function requeue(state: NaiveBookState, order: Order): void {
  const list = [state.stops, state.callOrders].find((one) => one.includes(order));
  remove(state, order);
  if (list) list.push(order);
  else if (state.phase === PHASE.CONTINUOUS) match(state, order);
  else rest(state, order);
}
