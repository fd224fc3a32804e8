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
  placeLast,
  remove,
  rest,
  restingAgainst,
  restingOn,
  shownPartOf,
  type State,
} from './state.ts';

/** Continuous trading: what an order that has its limit does when it comes to the book. */

/** The tunnels as they lie before an order comes. */
interface Tunnels {
  readonly static: Tunnel;
  readonly dynamic: Tunnel;
}

// rule TUNNELS_BEFORE_THE_ORDER
const tunnelsOf = (state: State): Tunnels => ({
  static: tunnelAround(state.auctionTicks || state.previousCloseTicks, state.rules.tunnels.staticPpm),
  dynamic: tunnelAround(state.lastTicks, state.rules.tunnels.dynamicPpm),
});

const isOutside = (priceTicks: number, tunnel: Tunnel): boolean =>
  priceTicks < tunnel.lowestTicks || priceTicks > tunnel.highestTicks;

/** The cause of the auction that a trade at the price would start; null when it may happen. */
function causeAt(priceTicks: number, tunnels: Tunnels): number | null {
  // rule STATIC_TUNNEL
  if (isOutside(priceTicks, tunnels.static)) return CAUSE.STATIC_TUNNEL;
  // rule DYNAMIC_TUNNEL
  if (isOutside(priceTicks, tunnels.dynamic)) return CAUSE.DYNAMIC_TUNNEL;
  return null;
}

/** True when the incoming order may not trade with the resting one. */
const isPrevented = (incoming: Order, resting: Order): boolean =>
  // rule SELF_TRADE_BY_INVESTOR
  selfTradeOf(incoming) !== STP.NONE && incoming.investor !== 0 && incoming.investor === resting.investor;

/** Shares that the order could trade at once, were it endless. */
function fillableQuantity(state: State, order: Order): number {
  const tunnels = tunnelsOf(state);
  let total = 0;
  for (const orders of byPrice(restingAgainst(state, order))) {
    const priceTicks = orders[0]?.limitTicks ?? 0;
    if (!accepts(order, priceTicks) || causeAt(priceTicks, tunnels) !== null) break;
    const prevented = orders.findIndex((resting) => isPrevented(order, resting));
    if (prevented !== -1 && selfTradeOf(order) !== STP.CANCEL_RESTING)
      // The hidden parts of those ahead would come behind it.
      return total + sum(orders.slice(0, prevented), (resting) => resting.shown);
    total += sum(orders, (resting) => (isPrevented(order, resting) ? 0 : openQuantity(resting)));
  }
  return total;
}

/** Shares that the order would trade at once. */
export const fillableNow = (state: State, order: Order): number =>
  Math.min(openQuantity(order), fillableQuantity(state, order));

/** A new order, in continuous trading. */
export function enterContinuous(state: State, order: Order): void {
  // rule FILL_OR_KILL
  if (timeInForceOf(order) === TIF.FOK && fillableNow(state, order) < order.quantity)
    return tellExpired(state, order, EXPIRY.FILL_OR_KILL);
  // rule MINIMUM_QUANTITY
  if (fillableNow(state, order) < order.minimumQuantity)
    return tellExpired(state, order, EXPIRY.MINIMUM_QUANTITY);
  tradeAndRest(state, order);
}

/** What a new, a changed and a triggered order have in common. */
export function tradeAndRest(state: State, order: Order): void {
  const callMs = callMsOfQuantity(state, order);
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
  else tellExpired(state, order, EXPIRY.IMMEDIATE_OR_CANCEL);
}

/** The length of the auction that so large a trade starts; null when it may happen. */
function callMsOfQuantity(state: State, order: Order): number | null {
  // rule QUANTITY_TRIGGER
  const { meanQuantity, quantitySteps } = state.rules.tunnels;
  if (meanQuantity === 0 || !mayRest(order)) return null;
  const fillable = fillableNow(state, order);
  const reached = quantitySteps.filter(({ multiple }) => fillable >= multiple * meanQuantity);
  return reached.at(-1)?.callMs ?? null;
}

function startAuction(state: State, order: Order, cause: number, durationMs: number): void {
  state.ring.push(EVENT.AUCTION_STARTED, 0, cause, durationMs);
  state.phase = PHASE.AUCTION;
  rest(state, order);
}

/** Ends who is to end; true when the incoming order is among them. */
function preventSelfTrade(state: State, incoming: Order, resting: Order): boolean {
  const instruction = selfTradeOf(incoming);
  // rule SELF_TRADE_CANCEL_RESTING
  // rule SELF_TRADE_CANCEL_BOTH
  if (instruction !== STP.CANCEL_AGGRESSOR) {
    remove(state, resting);
    tellCanceled(state, resting, CANCEL.SELF_TRADE);
  }
  if (instruction === STP.CANCEL_RESTING) return false;
  // rule SELF_TRADE_CANCEL_AGGRESSOR
  tellCanceled(state, incoming, CANCEL.SELF_TRADE);
  return true;
}

function trade(state: State, incoming: Order, resting: Order): void {
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
  noteTrade(state, priceTicks);
}

/** Fills an order of a queue; when what it showed has traded it shows more, at the back of its price. */
export function fillResting(state: State, order: Order, quantity: number): void {
  order.filled += quantity;
  order.shown -= quantity;
  if (order.shown > 0) return;
  remove(state, order);
  if (isFilled(order)) return;
  // rule ICEBERG_REFILL
  order.shown = shownPartOf(order);
  placeLast(restingOn(state, sideOf(order)), order);
}

export function noteTrade(state: State, priceTicks: number): void {
  const { traded } = state;
  state.lastTicks = priceTicks;
  state.traded = {
    lowestTicks: Math.min(priceTicks, traded?.lowestTicks ?? priceTicks),
    highestTicks: Math.max(priceTicks, traded?.highestTicks ?? priceTicks),
  };
}

export const tellExpired = (state: State, order: Order, reason: number): void =>
  state.ring.push(EVENT.EXPIRED, order.slot, order.filled, reason);

export const tellCanceled = (state: State, order: Order, reason: number): void =>
  state.ring.push(EVENT.CANCELED, order.slot, order.filled, reason);
