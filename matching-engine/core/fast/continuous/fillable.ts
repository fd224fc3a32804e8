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
import type { BookState } from '../book-state.ts';
import type { Ladder } from '../levels/ladder.ts';

/** Shares that the order would trade at once, up to its limit and within the tunnels. */
export function wouldTradeAtOnce(state: BookState, slot: number): number {
  const { fields } = state.pool;
  const at = slot << 4;
  const open = fields[at + QUANTITY]! - fields[at + FILLED]!;
  const opposite = sideOfKind(fields[at + KIND]!) === BUY ? state.asks : state.bids;
  const limitKey = fields[at + LIMIT_TICKS]! ^ opposite.mask;
  const staticTunnel = state.staticTunnelNow();
  const dynamicTunnel = state.dynamicTunnelNow();
  const lowest = Math.max(staticTunnel.lowestTicks, dynamicTunnel.lowestTicks);
  const highest = Math.min(staticTunnel.highestTicks, dynamicTunnel.highestTicks);
  const prevented = state.preventedInvestor(slot);
  const skips = selfTradeOfKind(fields[at + KIND]!) === STP.CANCEL_RESTING;
  let total = 0;
  let level = opposite.bestLevel;
  while (level !== 0 && total < open) {
    const key = opposite.keyOf(level);
    const ticks = key ^ opposite.mask;
    if (key > limitKey || ticks < lowest || ticks > highest) break;
    if (prevented !== 0 && !skips) {
      const ahead = shownAheadOfOwn(fields, opposite, level, prevented);
      if (ahead >= 0) return Math.min(open, total + ahead);
    }
    total += opposite.displayedOf(level) + opposite.hiddenOf(level);
    if (prevented !== 0 && skips) total -= openOfOwn(fields, opposite, level, prevented);
    level = opposite.levelAfter(key);
  }
  return Math.min(open, total);
}

/** Shares shown ahead of the investor's first order, the hidden ones would come behind it; -1 when there is none. */
function shownAheadOfOwn(fields: Int32Array, ladder: Ladder, level: number, investor: number): number {
  let shown = 0;
  for (let slot = ladder.firstOf(level); slot !== 0; slot = ladder.nextOf(fields, slot)) {
    if (fields[(slot << 4) + INVESTOR] === investor) return shown;
    shown += fields[(slot << 4) + SHOWN]!;
  }
  return -1;
}

function openOfOwn(fields: Int32Array, ladder: Ladder, level: number, investor: number): number {
  let open = 0;
  for (let slot = ladder.firstOf(level); slot !== 0; slot = ladder.nextOf(fields, slot))
    if (fields[(slot << 4) + INVESTOR] === investor)
      open += fields[(slot << 4) + QUANTITY]! - fields[(slot << 4) + FILLED]!;
  return open;
}
