import { BUY, PHASE, TYPE } from '../codes.ts';
import { EVENT } from '../event-ring.ts';
import { match } from './matching.ts';
import { sideOf, typeOf, withinProtection, type Order } from './order.ts';
import { bestTicksOn, referenceOf, type NaiveBookState } from './state.ts';

/** Triggers the stops that the operation's trades reached, and enters them one after the other in continuous trading. */
export function runStops(state: NaiveBookState): void {
  triggerStops(state);
  // rule STOPS_WAIT_FOR_THE_AUCTION
  while (state.phase === PHASE.CONTINUOUS) {
    const stop = state.triggered.shift();
    if (!stop) return;
    enterTriggeredStop(state, stop);
    triggerStops(state);
  }
}

/** Appends the stops within the recorded price range to the triggered ones, and clears the range. */
function triggerStops(state: NaiveBookState): void {
  const { traded } = state;
  state.traded = null;
  if (!traded) return;
  // rule STOP_TRIGGER
  const isReached = (stop: Order): boolean =>
    sideOf(stop) === BUY ? stop.stopTicks <= traded.highestTicks : stop.stopTicks >= traded.lowestTicks;
  // rule STOP_ORDER_OF_ENTRY
  state.triggered.push(...state.stops.filter(isReached));
  state.stops = state.stops.filter((stop) => !isReached(stop));
}

/** Enters a triggered stop: a STOP gets its limit as a market order does, then the order matches. */
function enterTriggeredStop(state: NaiveBookState, stop: Order): void {
  // rule STOP_BECOMES_MARKET
  // rule STOP_LIMIT_BECOMES_LIMIT
  if (typeOf(stop) === TYPE.STOP) {
    const opposite = bestTicksOn(state, 1 - sideOf(stop));
    stop.limitTicks = withinProtection(stop, opposite || referenceOf(state) || stop.stopTicks);
  }
  state.ring.push(EVENT.TRIGGERED, stop.slot, stop.limitTicks);
  match(state, stop);
}
