import type { Tunnel } from '../../book-rules.ts';
import { BUY, CANCEL, CAUSE, EXPIRY, PHASE, STP, TIF } from '../../codes.ts';
import { EVENT } from '../../event-ring.ts';
import {
  DISPLAY_QUANTITY,
  FILLED,
  INVESTOR,
  KIND,
  LEVEL,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  QUANTITY,
  selfTradeOfKind,
  SHOWN,
  sideOfKind,
  STATE,
  timeInForceOfKind,
} from '../../order-pool.ts';
import { wouldTradeAtOnce } from './fillable.ts';
import { type BookState, RESTING } from '../book-state.ts';
import type { Ladder } from '../levels/ladder.ts';

/** Continuous trading: what an order that has its limit does when it comes to the book. */

/** How a walk through the opposite side ended. */
const DONE = 0;
const STOPPED_BY_STATIC = 1;
const STOPPED_BY_DYNAMIC = 2;
const PREVENTED = 3;

/** A new order with its conditions. */
export function enterContinuous(state: BookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  if (timeInForceOfKind(fields[at + KIND]!) === TIF.FOK) {
    if (wouldTradeAtOnce(state, slot) < fields[at + QUANTITY]!)
      return state.tellExpired(slot, EXPIRY.FILL_OR_KILL);
  }
  const minimum = fields[at + MINIMUM_QUANTITY]!;
  if (minimum !== 0 && wouldTradeAtOnce(state, slot) < minimum)
    return state.tellExpired(slot, EXPIRY.MINIMUM_QUANTITY);
  tradeAndRest(state, slot);
}

/** What a new, a changed and a triggered order have in common. */
export function tradeAndRest(state: BookState, slot: number): void {
  const at = slot << 4;
  const kind = state.pool.fields[at + KIND]!;
  const timeInForce = timeInForceOfKind(kind);
  const mayRest = timeInForce !== TIF.IOC && timeInForce !== TIF.FOK;
  if (mayRest && state.rules.tunnels.meanQuantity !== 0) {
    const callMs = callMsOfQuantity(state, slot);
    if (callMs >= 0) return startAuction(state, slot, CAUSE.QUANTITY, callMs);
  }
  const opposite = sideOfKind(kind) === BUY ? state.asks : state.bids;
  const limitKey = state.pool.fields[at + LIMIT_TICKS]! ^ opposite.mask;
  const end = opposite.bestKey > limitKey ? DONE : walk(state, slot, opposite, limitKey);
  if (end === PREVENTED) return;
  if (end !== DONE && mayRest) {
    const cause = end === STOPPED_BY_STATIC ? CAUSE.STATIC_TUNNEL : CAUSE.DYNAMIC_TUNNEL;
    return startAuction(state, slot, cause, state.rules.tunnels.priceCallMs);
  }
  const { fields } = state.pool;
  if (fields[at + FILLED] === fields[at + QUANTITY]) fields[at + STATE] = 0;
  else if (mayRest) state.rest(slot);
  else state.tellExpired(slot, EXPIRY.IMMEDIATE_OR_CANCEL);
}

/** Trades level after level, best price first. */
function walk(state: BookState, slot: number, opposite: Ladder, limitKey: number): number {
  const at = slot << 4;
  const { fields } = state.pool;
  const side = sideOfKind(fields[at + KIND]!);
  const prevented = state.preventedInvestor(slot);
  const staticTunnel = state.staticTunnelNow();
  const dynamicTunnel = state.dynamicTunnelNow();
  while (opposite.bestKey <= limitKey) {
    const level = opposite.bestLevel;
    const priceTicks = opposite.bestKey ^ opposite.mask;
    const outside = whereOutside(priceTicks, staticTunnel, dynamicTunnel);
    if (outside !== DONE && (prevented === 0 || !isOwn(state, opposite.firstOf(level), prevented)))
      return outside;
    state.touched.touch(1 - side, level);
    const end =
      prevented === 0
        ? tradeLevel(state, slot, side, opposite, level, priceTicks)
        : tradeLevelGuarded(state, slot, side, opposite, level, priceTicks, prevented, outside);
    if (end !== DONE) return end;
    if (fields[at + FILLED] === fields[at + QUANTITY]) return DONE;
  }
  return DONE;
}

const isOwn = (state: BookState, slot: number, investor: number): boolean =>
  state.pool.fields[(slot << 4) + INVESTOR] === investor;

function whereOutside(priceTicks: number, staticTunnel: Tunnel, dynamicTunnel: Tunnel): number {
  if (priceTicks < staticTunnel.lowestTicks || priceTicks > staticTunnel.highestTicks)
    return STOPPED_BY_STATIC;
  if (priceTicks < dynamicTunnel.lowestTicks || priceTicks > dynamicTunnel.highestTicks)
    return STOPPED_BY_DYNAMIC;
  return DONE;
}

/** Trades with a level until it or the order is used up. */
function tradeLevel(
  state: BookState,
  slot: number,
  side: number,
  opposite: Ladder,
  level: number,
  priceTicks: number,
): number {
  const { fields } = state.pool;
  const at = slot << 4;
  let open = fields[at + QUANTITY]! - fields[at + FILLED]!;
  for (let isLeft = true; isLeft && open > 0;) {
    const maker = opposite.firstOf(level);
    const shown = fields[(maker << 4) + SHOWN]!;
    const quantity = shown < open ? shown : open;
    open -= quantity;
    fields[at + FILLED]! += quantity;
    isLeft = fillResting(state, opposite, maker, quantity);
    state.ring.push(
      EVENT.TRADE,
      maker,
      slot,
      priceTicks,
      quantity,
      fields[(maker << 4) + FILLED],
      fields[at + FILLED],
      side,
    );
  }
  state.noteTrade(priceTicks);
  return DONE;
}

/** The same for an order that may not trade with its own investor's: one resting order after the other. */
function tradeLevelGuarded(
  state: BookState,
  slot: number,
  side: number,
  opposite: Ladder,
  level: number,
  priceTicks: number,
  prevented: number,
  outside: number,
): number {
  const { fields } = state.pool;
  const at = slot << 4;
  const instruction = selfTradeOfKind(fields[at + KIND]!);
  for (let isLeft = true; isLeft && fields[at + FILLED] !== fields[at + QUANTITY];) {
    const maker = opposite.firstOf(level);
    if (isOwn(state, maker, prevented)) {
      isLeft = opposite.ordersOf(level) > 1;
      if (instruction !== STP.CANCEL_AGGRESSOR) {
        state.unrest(maker);
        state.tellCanceled(maker, CANCEL.SELF_TRADE);
      }
      if (instruction === STP.CANCEL_RESTING) continue;
      state.tellCanceled(slot, CANCEL.SELF_TRADE);
      return PREVENTED;
    }
    if (outside !== DONE) return outside;
    const quantity = Math.min(fields[(maker << 4) + SHOWN]!, fields[at + QUANTITY]! - fields[at + FILLED]!);
    fields[at + FILLED]! += quantity;
    isLeft = fillResting(state, opposite, maker, quantity);
    const filled = fields[at + FILLED]!;
    state.ring.push(
      EVENT.TRADE,
      maker,
      slot,
      priceTicks,
      quantity,
      fields[(maker << 4) + FILLED],
      filled,
      side,
    );
    state.noteTrade(priceTicks);
  }
  return DONE;
}

/**
 * Fills an order of a level; when what it showed has traded it shows more, at the back of its price. True while the
 * level is still there.
 */
export function fillResting(state: BookState, ladder: Ladder, slot: number, quantity: number): boolean {
  const { fields } = state.pool;
  const at = slot << 4;
  const level = fields[at + LEVEL]!;
  const shown = fields[at + SHOWN]!;
  const filled = fields[at + FILLED]! + quantity;
  const open = fields[at + QUANTITY]! - filled;
  fields[at + FILLED] = filled;
  if (quantity < shown) {
    fields[at + SHOWN] = shown - quantity;
    ladder.changeDisplayed(level, -quantity);
    return true;
  }
  if (open === 0) {
    fields[at + SHOWN] = 0;
    fields[at + STATE] = 0;
    return ladder.remove(fields, slot, level, shown, quantity - shown);
  }
  const display = fields[at + DISPLAY_QUANTITY]!;
  const next = display < open ? display : open;
  fields[at + SHOWN] = next;
  fields[at + STATE] = state.mark | RESTING;
  ladder.moveToBack(fields, slot, level);
  ladder.changeDisplayed(level, next - shown);
  ladder.changeHidden(level, shown - quantity - next);
  return true;
}

/** The length of the auction that so large a trade starts; -1 when it may happen. */
function callMsOfQuantity(state: BookState, slot: number): number {
  const { meanQuantity, quantitySteps } = state.rules.tunnels;
  const { fields } = state.pool;
  const open = fields[(slot << 4) + QUANTITY]! - fields[(slot << 4) + FILLED]!;
  if (quantitySteps.length === 0 || open < quantitySteps[0]!.multiple * meanQuantity) return -1;
  const fillable = wouldTradeAtOnce(state, slot);
  let callMs = -1;
  for (const step of quantitySteps) if (fillable >= step.multiple * meanQuantity) callMs = step.callMs;
  return callMs;
}

/** Instead of a trade: the order rests, and what comes gathers until the auction. */
function startAuction(state: BookState, slot: number, cause: number, durationMs: number): void {
  state.ring.push(EVENT.AUCTION_STARTED, 0, cause, durationMs);
  state.goTo(PHASE.AUCTION);
  state.rest(slot);
}
