import { tunnelAround, type Tunnel } from '../book-rules.ts';
import { CANCEL, CAUSE, EXPIRY, PHASE, STP, TIF } from '../codes.ts';
import { EVENT } from '../event-ring.ts';
import {
  accepts,
  isFilled,
  mayRest,
  openQuantity,
  selfTradeOf,
  sideOf,
  sum,
  timeInForceOf,
  type Order,
} from './order.ts';
import {
  byPrice,
  insertByPrice,
  remove,
  rest,
  restingAgainst,
  restingOn,
  displayedPartOf,
  type NaiveBookState,
} from './state.ts';

/** Continuous trading: an order that has its limit meets the opposite side, then rests or ends. */

/** The auction tunnels before an order enters. */
interface Tunnels {
  readonly static: Tunnel;
  readonly dynamic: Tunnel;
}

// rule TUNNELS_BEFORE_THE_ORDER
const tunnelsOf = (state: NaiveBookState): Tunnels => ({
  static: tunnelAround(state.auctionTicks || state.previousCloseTicks, state.rules.tunnels.staticPpm),
  dynamic: tunnelAround(state.lastTicks, state.rules.tunnels.dynamicPpm),
});

const isOutside = (priceTicks: number, tunnel: Tunnel): boolean =>
  priceTicks < tunnel.lowestTicks || priceTicks > tunnel.highestTicks;

/** The cause of the auction that a trade at the price starts; null if it starts none. */
function causeAt(priceTicks: number, tunnels: Tunnels): number | null {
  // rule STATIC_TUNNEL
  if (isOutside(priceTicks, tunnels.static)) return CAUSE.STATIC_TUNNEL;
  // rule DYNAMIC_TUNNEL
  if (isOutside(priceTicks, tunnels.dynamic)) return CAUSE.DYNAMIC_TUNNEL;
  return null;
}

/** True if self-trade prevention keeps the incoming order from trading with the resting one. */
const isPrevented = (incoming: Order, resting: Order): boolean =>
  // rule SELF_TRADE_BY_INVESTOR
  selfTradeOf(incoming) !== STP.NONE && incoming.investor !== 0 && incoming.investor === resting.investor;

/** Shares that an order of unlimited quantity with the same terms would trade at once. */
function fillableQuantity(state: NaiveBookState, order: Order): number {
  const tunnels = tunnelsOf(state);
  let total = 0;
  for (const orders of byPrice(restingAgainst(state, order))) {
    const priceTicks = orders[0]?.limitTicks ?? 0;
    if (!accepts(order, priceTicks) || causeAt(priceTicks, tunnels) !== null) break;
    const prevented = orders.findIndex((resting) => isPrevented(order, resting));
    if (prevented !== -1 && selfTradeOf(order) !== STP.CANCEL_RESTING)
      // Hidden parts of the orders ahead would display behind the own order.
      return total + sum(orders.slice(0, prevented), (resting) => resting.shown);
    total += sum(orders, (resting) => (isPrevented(order, resting) ? 0 : openQuantity(resting)));
  }
  return total;
}

/** Shares that the order would trade at once. */
export const fillableNow = (state: NaiveBookState, order: Order): number =>
  Math.min(openQuantity(order), fillableQuantity(state, order));

/** Enters a new order: checks its fill conditions, then matches it. */
export function enterContinuous(state: NaiveBookState, order: Order): void {
  // rule FILL_OR_KILL
  if (timeInForceOf(order) === TIF.FOK && fillableNow(state, order) < order.quantity)
    return emitExpired(state, order, EXPIRY.FILL_OR_KILL);
  // rule MINIMUM_QUANTITY
  if (fillableNow(state, order) < order.minimumQuantity)
    return emitExpired(state, order, EXPIRY.MINIMUM_QUANTITY);
  match(state, order);
}

/** Matches a new, changed or triggered order: quantity trigger, trades, then rest or expire. */
export function match(state: NaiveBookState, order: Order): void {
  const callMs = callMsForQuantity(state, order);
  if (callMs !== null) return startAuction(state, order, CAUSE.QUANTITY, callMs);
  const tunnels = tunnelsOf(state);
  while (!isFilled(order)) {
    const resting = restingAgainst(state, order)[0];
    if (!resting || !accepts(order, resting.limitTicks)) break;
    if (isPrevented(order, resting)) {
      if (preventSelfTrade(state, order, resting)) return;
      continue;
    }
    const cause = causeAt(resting.limitTicks, tunnels);
    if (cause !== null && mayRest(order))
      return startAuction(state, order, cause, state.rules.tunnels.priceCallMs);
    if (cause !== null) break;
    trade(state, order, resting);
  }
  if (isFilled(order)) return;
  if (mayRest(order)) rest(state, order);
  // rule IMMEDIATE_OR_CANCEL
  else emitExpired(state, order, EXPIRY.IMMEDIATE_OR_CANCEL);
}

/** Length of the auction that the order's quantity starts; null if it starts none. */
function callMsForQuantity(state: NaiveBookState, order: Order): number | null {
  // rule QUANTITY_TRIGGER
  const { meanQuantity, quantitySteps } = state.rules.tunnels;
  if (meanQuantity === 0 || !mayRest(order)) return null;
  const fillable = fillableNow(state, order);
  const reached = quantitySteps.filter(({ multiple }) => fillable >= multiple * meanQuantity);
  return reached.at(-1)?.callMs ?? null;
}

/** Starts an auction instead of a trade; the order rests in it. */
function startAuction(state: NaiveBookState, order: Order, cause: number, durationMs: number): void {
  state.ring.push(EVENT.AUCTION_STARTED, 0, cause, durationMs);
  state.phase = PHASE.AUCTION;
  rest(state, order);
}

/** Cancels as the incoming order instructs; returns true if that ends the incoming order. */
function preventSelfTrade(state: NaiveBookState, incoming: Order, resting: Order): boolean {
  const instruction = selfTradeOf(incoming);
  // rule SELF_TRADE_CANCEL_RESTING
  // rule SELF_TRADE_CANCEL_BOTH
  if (instruction !== STP.CANCEL_AGGRESSOR) {
    remove(state, resting);
    emitCanceled(state, resting, CANCEL.SELF_TRADE);
  }
  if (instruction === STP.CANCEL_RESTING) return false;
  // rule SELF_TRADE_CANCEL_AGGRESSOR
  emitCanceled(state, incoming, CANCEL.SELF_TRADE);
  return true;
}

function trade(state: NaiveBookState, incoming: Order, resting: Order): void {
  // rule RESTING_PRICE
  const priceTicks = resting.limitTicks;
  const quantity = Math.min(openQuantity(incoming), resting.shown);
  incoming.filled += quantity;
  fillResting(state, resting, quantity);
  state.ring.push(
    EVENT.TRADE,
    resting.slot,
    incoming.slot,
    priceTicks,
    quantity,
    resting.filled,
    incoming.filled,
    sideOf(incoming),
  );
  recordTrade(state, priceTicks);
}

/** Fills a resting order. If its displayed part has traded, an iceberg displays the next part at the back of its price. */
export function fillResting(state: NaiveBookState, order: Order, quantity: number): void {
  order.filled += quantity;
  order.shown -= quantity;
  if (order.shown > 0) return;
  remove(state, order);
  if (isFilled(order)) return;
  // rule ICEBERG_REFILL
  order.shown = displayedPartOf(order);
  insertByPrice(restingOn(state, sideOf(order)), order);
}

export function recordTrade(state: NaiveBookState, priceTicks: number): void {
  const { traded } = state;
  state.lastTicks = priceTicks;
  state.traded = {
    lowestTicks: Math.min(priceTicks, traded?.lowestTicks ?? priceTicks),
    highestTicks: Math.max(priceTicks, traded?.highestTicks ?? priceTicks),
  };
}

export const emitExpired = (state: NaiveBookState, order: Order, reason: number): void =>
  state.ring.push(EVENT.EXPIRED, order.slot, order.filled, reason);

export const emitCanceled = (state: NaiveBookState, order: Order, reason: number): void =>
  state.ring.push(EVENT.CANCELED, order.slot, order.filled, reason);
