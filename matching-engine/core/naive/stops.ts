import { BUY, PHASE, TYPE } from '../codes.ts';
import { EVENT } from '../event-ring.ts';
import { tradeAndRest } from './matching.ts';
import { sideOf, typeOf, withinProtection, type Order } from './order.ts';
import { bestTicksOn, referenceOf, type State } from './state.ts';

/** Stops: after each step that traded those whose price has come are triggered, and enter one after the other. */
export function runStops(state: State): void {
  trigger(state);
  // rule STOPS_WAIT_FOR_THE_AUCTION
  while (state.phase === PHASE.CONTINUOUS) {
    const stop = state.triggered.shift();
    if (!stop) return;
    enterTriggered(state, stop);
    trigger(state);
  }
}

/** Moves the stops whose price lies within what the last step traded behind those that were triggered before. */
function trigger(state: State): void {
  const { traded } = state;
  state.traded = null;
  if (!traded) return;
  // rule STOP_TRIGGER
  const hasCome = (stop: Order): boolean =>
    sideOf(stop) === BUY ? stop.stopTicks <= traded.highestTicks : stop.stopTicks >= traded.lowestTicks;
  // rule STOP_ORDER_OF_ENTRY
  state.triggered.push(...state.stops.filter(hasCome));
  state.stops = state.stops.filter((stop) => !hasCome(stop));
}

function enterTriggered(state: State, stop: Order): void {
  // rule STOP_BECOMES_MARKET
  // rule STOP_LIMIT_BECOMES_LIMIT
  if (typeOf(stop) === TYPE.STOP) {
    const opposite = bestTicksOn(state, 1 - sideOf(stop));
    stop.limitTicks = withinProtection(stop, opposite || referenceOf(state) || stop.stopTicks);
  }
  state.ring.push(EVENT.TRIGGERED, stop.slot, stop.limitTicks);
  tradeAndRest(state, stop);
}
