import { BUY, PHASE, TYPE } from '../../codes.ts';
import { EVENT } from '../../event-ring.ts';
import {
  KIND,
  LIMIT_TICKS,
  PROTECTION_TICKS,
  sideOfKind,
  STATE,
  STOP_TICKS,
  typeOfKind,
} from '../../order-pool.ts';
import { TRIGGERED, type FastBookState } from '../book-state.ts';
import { match } from '../continuous/matching.ts';

/** Triggers the stops that the operation's trades reached, and enters them one after the other in continuous trading. */
export function runStops(state: FastBookState): void {
  triggerStops(state);
  while (state.phase === PHASE.CONTINUOUS && state.triggered.first !== 0) {
    const slot = state.triggered.first;
    state.triggered.remove(slot);
    enterTriggeredStop(state, slot);
    triggerStops(state);
  }
}

/** Appends the stops within the recorded price range to the triggered ones, and clears the range. */
function triggerStops(state: FastBookState): void {
  const { tradedLowTicks, tradedHighTicks } = state;
  if (tradedHighTicks === 0) return;
  state.clearTradedRange();
  for (const slot of state.stops.takeTriggered(tradedLowTicks, tradedHighTicks)) {
    state.pool.fields[(slot << 4) + STATE] = state.bookBits | TRIGGERED;
    state.triggered.append(slot);
  }
}

/** Enters a triggered stop: a STOP gets its limit as a market order does, then the order matches. */
function enterTriggeredStop(state: FastBookState, slot: number): void {
  const { fields } = state.pool;
  const at = slot << 4;
  const kind = fields[at + KIND]!;
  if (typeOfKind(kind) === TYPE.STOP) {
    const opposite = state.ladderOf(1 - sideOfKind(kind));
    const best = opposite.bestLevel === 0 ? 0 : opposite.ticksOf(opposite.bestLevel);
    const ticks = best || state.referenceTicks || fields[at + STOP_TICKS]!;
    fields[at + LIMIT_TICKS] = withinProtection(fields, slot, ticks);
  }
  state.ring.push(EVENT.TRIGGERED, slot, fields[at + LIMIT_TICKS]);
  match(state, slot);
}

/** The price bounded by the order's protection: the lower of both for a buy, the higher for a sell. */
export function withinProtection(fields: Int32Array, slot: number, priceTicks: number): number {
  const at = slot << 4;
  const protection = fields[at + PROTECTION_TICKS]!;
  if (protection === 0) return priceTicks;
  return sideOfKind(fields[at + KIND]!) === BUY
    ? Math.min(priceTicks, protection)
    : Math.max(priceTicks, protection);
}
