import { BUY, STP } from '../../codes.ts';
import {
  FILLED,
  INVESTOR,
  KIND,
  LIMIT_TICKS,
  QUANTITY,
  selfTradeOfKind,
  SHOWN,
  sideOfKind,
} from '../../order-pool.ts';
import type { FastBookState } from '../book-state.ts';
import type { Ladder } from '../levels/ladder.ts';

/** Shares that the order would trade at once, up to its limit and within the auction tunnels. */
export function fillableNow(state: FastBookState, slot: number): number {
  const { fields } = state.pool;
  const at = slot << 4;
  const open = fields[at + QUANTITY]! - fields[at + FILLED]!;
  const opposite = sideOfKind(fields[at + KIND]!) === BUY ? state.asks : state.bids;
  const limitKey = fields[at + LIMIT_TICKS]! ^ opposite.mask;
  const staticTunnel = state.currentStaticTunnel();
  const dynamicTunnel = state.currentDynamicTunnel();
  const lowestTicks = Math.max(staticTunnel.lowestTicks, dynamicTunnel.lowestTicks);
  const highestTicks = Math.min(staticTunnel.highestTicks, dynamicTunnel.highestTicks);
  const preventedInvestor = state.preventedInvestor(slot);
  const skipsOwn = selfTradeOfKind(fields[at + KIND]!) === STP.CANCEL_RESTING;
  let total = 0;
  let level = opposite.bestLevel;
  while (level !== 0 && total < open) {
    const key = opposite.keyOf(level);
    const ticks = key ^ opposite.mask;
    if (key > limitKey || ticks < lowestTicks || ticks > highestTicks) break;
    if (preventedInvestor !== 0 && !skipsOwn) {
      const ahead = displayedAheadOfOwn(fields, opposite, level, preventedInvestor);
      if (ahead >= 0) return Math.min(open, total + ahead);
    }
    total += opposite.displayedOf(level) + opposite.hiddenOf(level);
    if (preventedInvestor !== 0 && skipsOwn) total -= openOfOwn(fields, opposite, level, preventedInvestor);
    level = opposite.levelAfter(key);
  }
  return Math.min(open, total);
}

/** Displayed quantity ahead of the investor's own first order; -1 if none. Hidden shares would display behind it. */
function displayedAheadOfOwn(fields: Int32Array, ladder: Ladder, level: number, investor: number): number {
  let displayed = 0;
  for (let slot = ladder.firstOf(level); slot !== 0; slot = ladder.nextOf(fields, slot)) {
    if (fields[(slot << 4) + INVESTOR] === investor) return displayed;
    displayed += fields[(slot << 4) + SHOWN]!;
  }
  return -1;
}

/** Open shares of the investor's own orders in a level. */
function openOfOwn(fields: Int32Array, ladder: Ladder, level: number, investor: number): number {
  let open = 0;
  for (let slot = ladder.firstOf(level); slot !== 0; slot = ladder.nextOf(fields, slot))
    if (fields[(slot << 4) + INVESTOR] === investor)
      open += fields[(slot << 4) + QUANTITY]! - fields[(slot << 4) + FILLED]!;
  return open;
}
