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
import { TRIGGERED, type BookState } from '../book-state.ts';
import { tradeAndRest } from '../continuous/matching.ts';

/** After a step that traded: stops whose price has come are triggered, and enter one after the other. */
export function runStops(state: BookState): void {
  trigger(state);
  while (state.phase === PHASE.CONTINUOUS && state.triggered.first !== 0) {
    const slot = state.triggered.first;
    state.triggered.remove(slot);
    enterTriggered(state, slot);
    trigger(state);
  }
}

/** Moves the stops whose price lies within what the last step traded behind those that were triggered before. */
function trigger(state: BookState): void {
  const { tradedLowTicks, tradedHighTicks } = state;
  if (tradedHighTicks === 0) return;
  state.forgetTraded();
  for (const slot of state.stops.takeTriggered(tradedLowTicks, tradedHighTicks)) {
    state.pool.fields[(slot << 4) + STATE] = state.mark | TRIGGERED;
    state.triggered.append(slot);
  }
}

function enterTriggered(state: BookState, slot: number): void {
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
  tradeAndRest(state, slot);
}

/** A price, or the order's protection where that is nearer to nothing traded: lower for a buy, higher for a sell. */
export function withinProtection(fields: Int32Array, slot: number, priceTicks: number): number {
  const at = slot << 4;
  const protection = fields[at + PROTECTION_TICKS]!;
  if (protection === 0) return priceTicks;
  return sideOfKind(fields[at + KIND]!) === BUY
    ? Math.min(priceTicks, protection)
    : Math.max(priceTicks, protection);
}
