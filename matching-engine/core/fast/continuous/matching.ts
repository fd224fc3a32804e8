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
import { fillableNow } from './fillable.ts';
import { type FastBookState, RESTING } from '../book-state.ts';
import type { Ladder } from '../levels/ladder.ts';

/** Continuous trading: an order that has its limit meets the opposite side, then rests or ends. */

/** Outcome of matching with the opposite side. */
const COMPLETED = 0;
const OUTSIDE_STATIC_TUNNEL = 1;
const OUTSIDE_DYNAMIC_TUNNEL = 2;
const SELF_TRADE_PREVENTED = 3;

/** Enters a new order: checks its fill conditions, then matches it. */
export function enterContinuous(state: FastBookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  if (timeInForceOfKind(fields[at + KIND]!) === TIF.FOK) {
    if (fillableNow(state, slot) < fields[at + QUANTITY]!)
      return state.emitExpired(slot, EXPIRY.FILL_OR_KILL);
  }
  const minimum = fields[at + MINIMUM_QUANTITY]!;
  if (minimum !== 0 && fillableNow(state, slot) < minimum)
    return state.emitExpired(slot, EXPIRY.MINIMUM_QUANTITY);
  match(state, slot);
}

/** Matches a new, changed or triggered order: quantity trigger, trades, then rest or expire. */
export function match(state: FastBookState, slot: number): void {
  const at = slot << 4;
  const kind = state.pool.fields[at + KIND]!;
  const timeInForce = timeInForceOfKind(kind);
  const mayRest = timeInForce !== TIF.IOC && timeInForce !== TIF.FOK;
  if (mayRest && state.rules.tunnels.meanQuantity !== 0) {
    const callMs = callMsForQuantity(state, slot);
    if (callMs >= 0) return startAuction(state, slot, CAUSE.QUANTITY, callMs);
  }
  const opposite = sideOfKind(kind) === BUY ? state.asks : state.bids;
  const limitKey = state.pool.fields[at + LIMIT_TICKS]! ^ opposite.mask;
  const outcome = opposite.bestKey > limitKey ? COMPLETED : matchLevels(state, slot, opposite, limitKey);
  if (outcome === SELF_TRADE_PREVENTED) return;
  if (outcome !== COMPLETED && mayRest) {
    const cause = outcome === OUTSIDE_STATIC_TUNNEL ? CAUSE.STATIC_TUNNEL : CAUSE.DYNAMIC_TUNNEL;
    return startAuction(state, slot, cause, state.rules.tunnels.priceCallMs);
  }
  const { fields } = state.pool;
  if (fields[at + FILLED] === fields[at + QUANTITY]) fields[at + STATE] = 0;
  else if (mayRest) state.rest(slot);
  else state.emitExpired(slot, EXPIRY.IMMEDIATE_OR_CANCEL);
}

/** Trades with level after level, best price first, until the order is filled, its limit is reached or a rule stops it. */
function matchLevels(state: FastBookState, slot: number, opposite: Ladder, limitKey: number): number {
  const at = slot << 4;
  const { fields } = state.pool;
  const side = sideOfKind(fields[at + KIND]!);
  const preventedInvestor = state.preventedInvestor(slot);
  const staticTunnel = state.currentStaticTunnel();
  const dynamicTunnel = state.currentDynamicTunnel();
  while (opposite.bestKey <= limitKey) {
    const level = opposite.bestLevel;
    const priceTicks = opposite.bestKey ^ opposite.mask;
    const tunnelOutcome = tunnelOutcomeAt(priceTicks, staticTunnel, dynamicTunnel);
    if (
      tunnelOutcome !== COMPLETED &&
      (preventedInvestor === 0 || !isOfInvestor(state, opposite.firstOf(level), preventedInvestor))
    )
      return tunnelOutcome;
    state.touched.touch(1 - side, level);
    const outcome =
      preventedInvestor === 0
        ? matchLevel(state, slot, side, opposite, level, priceTicks)
        : matchLevelPreventing(
            state,
            slot,
            side,
            opposite,
            level,
            priceTicks,
            preventedInvestor,
            tunnelOutcome,
          );
    if (outcome !== COMPLETED) return outcome;
    if (fields[at + FILLED] === fields[at + QUANTITY]) return COMPLETED;
  }
  return COMPLETED;
}

const isOfInvestor = (state: FastBookState, slot: number, investor: number): boolean =>
  state.pool.fields[(slot << 4) + INVESTOR] === investor;

function tunnelOutcomeAt(priceTicks: number, staticTunnel: Tunnel, dynamicTunnel: Tunnel): number {
  if (priceTicks < staticTunnel.lowestTicks || priceTicks > staticTunnel.highestTicks)
    return OUTSIDE_STATIC_TUNNEL;
  if (priceTicks < dynamicTunnel.lowestTicks || priceTicks > dynamicTunnel.highestTicks)
    return OUTSIDE_DYNAMIC_TUNNEL;
  return COMPLETED;
}

/** Trades with a level until the level is empty or the order filled. */
function matchLevel(
  state: FastBookState,
  slot: number,
  side: number,
  opposite: Ladder,
  level: number,
  priceTicks: number,
): number {
  const { fields } = state.pool;
  const at = slot << 4;
  let open = fields[at + QUANTITY]! - fields[at + FILLED]!;
  for (let hasOrders = true; hasOrders && open > 0;) {
    const maker = opposite.firstOf(level);
    const shown = fields[(maker << 4) + SHOWN]!;
    const quantity = shown < open ? shown : open;
    open -= quantity;
    fields[at + FILLED]! += quantity;
    hasOrders = fillResting(state, opposite, maker, quantity);
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
  state.recordTrade(priceTicks);
  return COMPLETED;
}

/** `matchLevel` with self-trade prevention: checks the investor of each resting order. */
function matchLevelPreventing(
  state: FastBookState,
  slot: number,
  side: number,
  opposite: Ladder,
  level: number,
  priceTicks: number,
  preventedInvestor: number,
  tunnelOutcome: number,
): number {
  const { fields } = state.pool;
  const at = slot << 4;
  const instruction = selfTradeOfKind(fields[at + KIND]!);
  for (let hasOrders = true; hasOrders && fields[at + FILLED] !== fields[at + QUANTITY];) {
    const maker = opposite.firstOf(level);
    if (isOfInvestor(state, maker, preventedInvestor)) {
      hasOrders = opposite.ordersOf(level) > 1;
      if (instruction !== STP.CANCEL_AGGRESSOR) {
        state.removeResting(maker);
        state.emitCanceled(maker, CANCEL.SELF_TRADE);
      }
      if (instruction === STP.CANCEL_RESTING) continue;
      state.emitCanceled(slot, CANCEL.SELF_TRADE);
      return SELF_TRADE_PREVENTED;
    }
    if (tunnelOutcome !== COMPLETED) return tunnelOutcome;
    const quantity = Math.min(fields[(maker << 4) + SHOWN]!, fields[at + QUANTITY]! - fields[at + FILLED]!);
    fields[at + FILLED]! += quantity;
    hasOrders = fillResting(state, opposite, maker, quantity);
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
    state.recordTrade(priceTicks);
  }
  return COMPLETED;
}

/**
 * Fills a resting order. If its displayed part has traded, an iceberg displays the next part at the back of its price.
 * Returns false if the level is gone.
 */
export function fillResting(state: FastBookState, ladder: Ladder, slot: number, quantity: number): boolean {
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
  fields[at + STATE] = state.bookBits | RESTING;
  ladder.moveToBack(fields, slot, level);
  ladder.changeDisplayed(level, next - shown);
  ladder.changeHidden(level, shown - quantity - next);
  return true;
}

/** Length of the auction that the order's quantity starts; -1 if it starts none. */
function callMsForQuantity(state: FastBookState, slot: number): number {
  const { meanQuantity, quantitySteps } = state.rules.tunnels;
  const { fields } = state.pool;
  const open = fields[(slot << 4) + QUANTITY]! - fields[(slot << 4) + FILLED]!;
  if (quantitySteps.length === 0 || open < quantitySteps[0]!.multiple * meanQuantity) return -1;
  const fillable = fillableNow(state, slot);
  let callMs = -1;
  for (const step of quantitySteps) if (fillable >= step.multiple * meanQuantity) callMs = step.callMs;
  return callMs;
}

/** Starts an auction instead of a trade; the order rests in it. */
function startAuction(state: FastBookState, slot: number, cause: number, durationMs: number): void {
  state.ring.push(EVENT.AUCTION_STARTED, 0, cause, durationMs);
  state.setPhase(PHASE.AUCTION);
  state.rest(slot);
}
