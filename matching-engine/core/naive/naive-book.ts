import type { BookRules } from '../book-rules.ts';
import type { BookOrder, BookSnapshot } from '../book-snapshot.ts';
import { BUY, isCall, PHASE, RULE, SELL, TYPE } from '../codes.ts';
import { ruleOfNewOrder } from '../entry-rules.ts';
import { EVENT, highBits, lowBits, type EventRing } from '../event-ring.ts';
import type { BookFactory, BookLevel, MatchingBook } from '../matching-book.ts';
import { STRIDE, type OrderPool } from '../order-pool.ts';
import { theoreticalOf, uncross } from './auction.ts';
import { enterContinuous, emitCanceled, emitExpired } from './matching.ts';
import { isForCall, isStop, orderOf, sideOf, typeOf, withinProtection, type Order } from './order.ts';
import { replaceOrder } from './replace.ts';
import {
  bestTicksOn,
  findOrder,
  levelsOf,
  queuesOf,
  referenceOf,
  remove,
  rest,
  restingOn,
  type NaiveBookState,
} from './state.ts';
import { runStops } from './stops.ts';

/** The book that follows the rulebook: plain lists, searched for every operation. It is the reference for other books. */
export const createNaiveBook: BookFactory = (pool, ring, rules, snapshot) =>
  bookOf(pool, snapshot ? restoredState(ring, rules, snapshot) : emptyState(ring, rules));

const emptyState = (ring: EventRing, rules: BookRules): NaiveBookState => ({
  ring,
  rules,
  phase: PHASE.CLOSED,
  tradeDay: 0,
  lastTicks: 0,
  previousCloseTicks: 0,
  auctionTicks: 0,
  theoreticalTicks: 0,
  theoreticalQuantity: 0,
  bids: [],
  asks: [],
  callOrders: [],
  stops: [],
  triggered: [],
  traded: null,
});

const copyOf = (orders: readonly BookOrder[]): Order[] => orders.map((order) => ({ ...order }));

const restoredState = (
  ring: EventRing,
  rules: BookRules,
  { book, tradeDay }: { readonly book: BookSnapshot; readonly tradeDay: number },
): NaiveBookState => ({
  ...emptyState(ring, rules),
  ...book,
  tradeDay,
  bids: copyOf(book.bids),
  asks: copyOf(book.asks),
  callOrders: copyOf(book.callOrders),
  stops: copyOf(book.stops),
  triggered: copyOf(book.triggered),
});

function bookOf(pool: OrderPool, state: NaiveBookState): MatchingBook {
  const operation = (change: () => void): void => runOperation(state, change);
  return {
    get phase() {
      return state.phase;
    },
    get lastTicks() {
      return state.lastTicks;
    },
    get previousCloseTicks() {
      return state.previousCloseTicks;
    },
    setRules(rules) {
      state.rules = rules;
    },
    startTradingDay: (tradeDay, previousCloseTicks) => {
      operation(() => Object.assign(state, { tradeDay, previousCloseTicks, lastTicks: 0, auctionTicks: 0 }));
    },
    setPreviousClose: (previousCloseTicks) => {
      operation(() => Object.assign(state, { previousCloseTicks }));
    },
    setPhase: (phase) => operation(() => changePhase(state, phase)),
    enter: (slot) => operation(() => enter(state, pool, slot)),
    cancel: (slot, reason) => operation(() => emitCanceled(state, removeOpenOrder(state, slot), reason)),
    expire: (slot, reason) => operation(() => emitExpired(state, removeOpenOrder(state, slot), reason)),
    replace: (slot, quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity) => {
      const change = { quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity };
      operation(() => replaceOrder(state, findOrder(state, slot), change));
    },
    isOpen: (slot) => queuesOf(state).some((list) => list.some((order) => order.slot === slot)),
    filledOf: (slot) => findOrder(state, slot).filled,
    bestTicks: (side) => bestTicksOn(state, side),
    levels: (side, depth) => levelsOf(restingOn(state, side)).slice(0, depth),
    theoretical: () => theoreticalOf(state),
    capture: () => captureBook(state),
  };
}

function removeOpenOrder(state: NaiveBookState, slot: number): Order {
  const order = findOrder(state, slot);
  remove(state, order);
  return order;
}

function enter(state: NaiveBookState, pool: OrderPool, slot: number): void {
  const { rules, phase, tradeDay, ring } = state;
  const order = orderOf(pool, slot);
  const rule =
    ruleOfNewOrder(pool.fields, slot * STRIDE, {
      rules,
      phase,
      tradeDay,
      referenceTicks: referenceOf(state),
    }) || priceMarketOrder(state, order);
  if (rule !== 0) return ring.push(EVENT.REJECTED, slot, rule);
  ring.push(EVENT.ACCEPTED, slot, order.limitTicks);
  if (isStop(order)) state.stops.push(order);
  else if (isForCall(order)) state.callOrders.push(order);
  // rule CALL_GATHERS
  else if (isCall(phase)) rest(state, order);
  else enterContinuous(state, order);
}

/** Sets the limit of a market order to the best opposite price; returns NO_OPPOSITE_PRICE if there is none. */
function priceMarketOrder(state: NaiveBookState, order: Order): number {
  if (typeOf(order) !== TYPE.MARKET || isForCall(order)) return 0;
  // rule MARKET_TO_LIMIT
  // rule MARKET_NEEDS_OPPOSITE
  const opposite = bestTicksOn(state, 1 - sideOf(order));
  if (opposite === 0) return RULE.NO_OPPOSITE_PRICE;
  // rule PROTECTION_PRICE
  order.limitTicks = withinProtection(order, opposite);
  return 0;
}

function changePhase(state: NaiveBookState, phase: number): void {
  const ends = phase === PHASE.CONTINUOUS || phase === PHASE.CLOSED;
  // rule CALL_ENDS_WITH_AUCTION
  if (ends && state.phase !== PHASE.CONTINUOUS) uncross(state);
  state.phase = phase;
  // rule STOP_TRIGGER
  if (phase !== PHASE.CONTINUOUS) state.traded = null;
}

/** Runs an operation and the stops that it triggers, then emits the levels and the theoretical price that changed. */
function runOperation(state: NaiveBookState, change: () => void): void {
  const bids = levelsOf(state.bids);
  const asks = levelsOf(state.asks);
  state.traded = null;
  change();
  runStops(state);
  emitLevels(state.ring, BUY, bids, levelsOf(state.bids));
  emitLevels(state.ring, SELL, asks, levelsOf(state.asks));
  emitTheoretical(state);
}

function emitLevels(ring: EventRing, side: number, before: BookLevel[], now: BookLevel[]): void {
  const isSame = (one: BookLevel, other: BookLevel): boolean =>
    one.priceTicks === other.priceTicks && one.quantity === other.quantity && one.orders === other.orders;
  const changed = now.filter((level) => !before.some((old) => isSame(old, level)));
  const gone = before
    .filter((old) => !now.some((level) => level.priceTicks === old.priceTicks))
    .map(({ priceTicks }) => ({ priceTicks, quantity: 0, orders: 0 }));
  const bestFirst = side === BUY ? -1 : 1;
  const sorted = [...changed, ...gone].sort((one, other) => (one.priceTicks - other.priceTicks) * bestFirst);
  for (const { priceTicks, quantity, orders } of sorted)
    ring.push(EVENT.LEVEL, side, priceTicks, orders, lowBits(quantity), highBits(quantity));
}

function emitTheoretical(state: NaiveBookState): void {
  // rule THEORETICAL_IN_A_CALL
  const { priceTicks, quantity } = isCall(state.phase)
    ? theoreticalOf(state)
    : { priceTicks: 0, quantity: 0 };
  const hasChanged = priceTicks !== state.theoreticalTicks || quantity !== state.theoreticalQuantity;
  state.theoreticalTicks = priceTicks;
  state.theoreticalQuantity = quantity;
  if (hasChanged && isCall(state.phase))
    state.ring.push(EVENT.THEORETICAL, 0, priceTicks, 0, lowBits(quantity), highBits(quantity));
}

const captureBook = (state: NaiveBookState): BookSnapshot => ({
  phase: state.phase,
  lastTicks: state.lastTicks,
  previousCloseTicks: state.previousCloseTicks,
  auctionTicks: state.auctionTicks,
  theoreticalTicks: state.theoreticalTicks,
  theoreticalQuantity: state.theoreticalQuantity,
  bids: copyOf(state.bids),
  asks: copyOf(state.asks),
  callOrders: copyOf(state.callOrders),
  stops: copyOf(state.stops),
  triggered: copyOf(state.triggered),
});
